import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a as t}from"./chunk-ZPSREYMF.js";var o=e=>({...e.inputs,...t});export{o as a};
