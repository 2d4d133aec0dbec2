import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{l as e,r as o,u as t,x as n}from"./chunk-RATVCTGK.js";var r=t({step:e(),value:e()}),z=t({values:e().int(),last:r,best:r.optional(),points:o(n([e(),e()]))});export{z as a};
