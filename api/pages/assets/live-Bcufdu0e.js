import{i as e}from"./jsx-runtime-CE7ZtruT.js";async function t(t,r,i,a=()=>{}){let o=500,s=``;for(;!i.aborted;){try{let c=s?{"Last-Event-ID":s}:{},l=await fetch(t,{headers:{...e(),...c},cache:`no-store`,signal:i});if(l.status===401||l.status===403||l.status===404)return;if(l.ok&&l.body){a(!0),o=500;for await(let e of n(l.body))e.id&&(s=e.id),r(e)}}catch{if(i.aborted)return}a(!1),await new Promise(e=>setTimeout(e,o)),o=Math.min(o*2,15e3)}}async function*n(e){let t=e.pipeThrough(new TextDecoderStream).getReader(),n=``;for(;;){let{done:e,value:r}=await t.read();if(e)return;n+=r;let i=n.indexOf(`

`);for(;i>=0;){let e={event:`message`,data:``,id:``};for(let t of n.slice(0,i).split(`
`)){let n=t.indexOf(`:`);if(n<=0)continue;let r=t.slice(0,n),i=t.slice(n+1).replace(/^ /,``);r===`data`?e.data+=(e.data?`
`:``)+i:r===`event`?e.event=i:r===`id`&&(e.id=i)}n=n.slice(i+2),(e.data||e.event!==`message`)&&(yield e),i=n.indexOf(`

`)}}}export{t as n,n as t};