import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a,b}from"./chunk-TS3PSTFG.js";import"./chunk-NYRTOUVY.js";export{b as checkBypass,a as getProxyUrl};
