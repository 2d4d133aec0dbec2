import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a as n}from"./chunk-HR75XVQ3.js";import{b as t}from"./chunk-4N3BPTZJ.js";function g(e){let{run:c,observed:l,...o}=e,r=e.built_on.map(({digest:d,finding:s,...m})=>({...m,digest:s??d})),i="model"in o&&o.model?{model:{...o.model,store:void 0}}:{};return t(n({...o,...i,built_on:r}))}export{g as a};
