import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a,b}from"./chunk-KE5XUWZS.js";import"./chunk-PWN2LLPT.js";import"./chunk-QK73Z3SO.js";import"./chunk-M55MHY3J.js";import"./chunk-QZLIVEIN.js";import"./chunk-KP5QNJBA.js";import"./chunk-MGFYTI57.js";import"./chunk-TAW4NXFW.js";import"./chunk-NYRTOUVY.js";export{b as demandModel,a as fetchModel};
