import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a,b}from"./chunk-L4OGOPFD.js";import"./chunk-PWN2LLPT.js";import"./chunk-PKUSPC2T.js";import"./chunk-M55MHY3J.js";import"./chunk-QZLIVEIN.js";import"./chunk-MCYYU7MI.js";import"./chunk-IAJVSZDX.js";import"./chunk-KP5QNJBA.js";import"./chunk-NYRTOUVY.js";export{b as demandModel,a as fetchModel};
