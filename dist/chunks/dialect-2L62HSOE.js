import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a,b,c}from"./chunk-P7FEFHL2.js";import"./chunk-RL44CFMW.js";import"./chunk-4CIWLDZG.js";import"./chunk-NYRTOUVY.js";export{a as dialectSchema,b as encodingSchema,c as writtenAs};
