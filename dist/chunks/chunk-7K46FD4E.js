import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
var i=e=>t=>e==="github"?`the input \`${t}\``:`--${t}`,a=(e,t)=>e==="github"?`the ${t} action`:`\`modelassay ${t}\``;export{i as a,a as b};
