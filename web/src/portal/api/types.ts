// Short names for the generated types of the portal's own API.
import type { components } from "@shared/api/portal";

type Schemas = components["schemas"];

export type Named = Schemas["Ref"];
export type Options = Schemas["Options"];
export type Me = Schemas["Me"];
export type Session = Schemas["Session"];
export type Header = Schemas["Header"];
export type Profile = Schemas["ProfileFields"];
export type Limit = Schemas["Limit"];
export type Notice = Schemas["Notice"];
export type Call = Schemas["Call"];
export type CallDetail = Schemas["CallDetail"];
export type Check = Schemas["Check"];
export type CollectionBrief = Schemas["CollectionBrief"];
export type Home = Schemas["Home"];
export type OperationBrief = Schemas["OperationBrief"];
export type Refusal = Schemas["Remedy"];
export type Collection = Schemas["Collection"];
export type Schema = Schemas["Schema"];
export type Content = Schemas["Content"];
export type Parameter = Schemas["Parameter"];
export type Operation = Schemas["Operation"];
export type TryRequest = Schemas["Try"];
export type TryAnswer = Schemas["Answered"];
export type TryToken = Schemas["TryToken"];
export type Token = Schemas["Token"];
export type Credential = Schemas["Credential"];
export type Credentials = Schemas["Credentials"];
export type IssuedToken = Schemas["Issued"];
export type Usage = Schemas["Usage"];
export type SearchHit = Schemas["Found"];
export type Attempt = Schemas["Asked"];
