import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
var i=e=>t=>e==="github"?`the input \`${t}\``:`--${t}`,n=(e,t)=>e==="github"?`the ${t} action`:`\`modelassay ${t}\``;export{i as a,n as b};
