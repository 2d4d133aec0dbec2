import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{C as o,F as t,I as n,t as e}from"./chunk-4CIWLDZG.js";var r=t({step:e(),value:e()}),z=t({values:e().int(),last:r,best:r.optional(),points:o(n([e(),e()]))});export{z as a};
