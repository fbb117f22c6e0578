// read-stream.mjs URL: reads a stream with npm's `eventsource` until it stops by itself, and prints what it heard.
import { EventSource } from "eventsource";

const heard = [];
const source = new EventSource(process.argv[2]);
const take = (event) => (message) => heard.push({ event, id: message.lastEventId, data: message.data });
// While `eventsource` waits before it comes back, nothing else would keep the process.
const alive = setInterval(() => undefined, 1000);
source.onmessage = take("message");
source.addEventListener("control", take("control"));
source.onerror = () => {
  if (source.readyState === EventSource.CLOSED) {
    clearInterval(alive);
    console.log(JSON.stringify(heard));
  }
};
