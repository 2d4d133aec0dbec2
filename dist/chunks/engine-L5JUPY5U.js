import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-J7T47XDJ.js";import"./chunk-RR6LMCEA.js";import"./chunk-6VERSVSP.js";import"./chunk-KP5QNJBA.js";import"./chunk-NYRTOUVY.js";export{a as openEngine};
