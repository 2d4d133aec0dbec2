import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-ZPAIVOUA.js";import"./chunk-KP5QNJBA.js";import"./chunk-NYRTOUVY.js";export{a as openRegistry};
