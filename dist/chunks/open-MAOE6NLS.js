import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-6F35CRS2.js";import"./chunk-KP5QNJBA.js";import"./chunk-NYRTOUVY.js";export{a as openRegistry};
