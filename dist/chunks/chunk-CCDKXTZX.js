import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{C as t,F as a,l as e,t as r}from"./chunk-4CIWLDZG.js";var o=t(a({seed:r(),run_id:e(),experiment_id:e(),tracking_uri:e()})),i=({observed:n})=>o.safeParse(n.mlflow).data??[];export{i as a};
