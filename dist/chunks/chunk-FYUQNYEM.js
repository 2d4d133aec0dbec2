import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{B as t,E as a,l as e,s as r}from"./chunk-TAW4NXFW.js";var o=t(a({seed:r(),run_id:e(),experiment_id:e(),tracking_uri:e()})),i=({observed:n})=>o.safeParse(n.mlflow).data??[];export{i as a};
