import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-FR7CJXVS.js";import"./chunk-RR6LMCEA.js";import"./chunk-6VERSVSP.js";import"./chunk-KP5QNJBA.js";import"./chunk-NYRTOUVY.js";export{a as openEngine};
