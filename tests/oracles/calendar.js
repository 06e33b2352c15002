// Calendars as ical.js reads them. In: JSON [text, …]; out: [{summary, location, url, start, end, allDay}, …].
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const read = JSON.parse(readFileSync(0, "utf8")).map((text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent"));
  const at = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
  return {
    summary: event.summary, description: event.description, location: event.location, uid: event.uid,
    url: event.component.getFirstPropertyValue("url"), allDay: event.startDate.isDate,
    zone: event.startDate.zone.tzid, start: at(event.startDate), end: at(event.endDate),
  };
});
console.log(JSON.stringify(read));
