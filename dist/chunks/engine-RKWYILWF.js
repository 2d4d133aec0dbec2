import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-JPPNI5YB.js";import"./chunk-HFOZ3BXL.js";import"./chunk-5BXYDLI3.js";import"./chunk-NYRTOUVY.js";export{a as openEngine};
