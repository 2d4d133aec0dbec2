import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-YTZ4JNXZ.js";import"./chunk-NJQ6DFJW.js";import"./chunk-CYBK5GWN.js";import"./chunk-2PUGBIUA.js";import"./chunk-RATVCTGK.js";import"./chunk-NYRTOUVY.js";export{a as gatherReport};
