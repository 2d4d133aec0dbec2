import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-2YEYWZOF.js";import"./chunk-2B7LMEDU.js";import"./chunk-RAZ433QQ.js";import"./chunk-MGFYTI57.js";import"./chunk-TAW4NXFW.js";import"./chunk-NYRTOUVY.js";export{a as gatherReport};
