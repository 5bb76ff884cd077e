// Package adminapi is the REST API under /api/v1 by which people and programs
// run Gatehouse. It translates between JSON over HTTP and the use cases of
// package manage, and holds no rule of its own.
//
// The whole surface is one table, [routes]: method, path, area of the role
// table, handler, documentation. The table registers the operations, decides
// who may call them, and is what the OpenAPI document is generated from, so the
// three cannot drift apart.
//
// Every call passes the same gates in the same order, all before a handler
// runs: who is calling, whether their role may, whether the query and body are
// what they claim to be, whether the call is a repetition. A body is read only
// for callers who may make the call, never beyond the limit, and is taken
// strictly: an unknown field, a field sent twice or a value of another type is
// refused with a pointer to the place and never with the value itself.
//
// Each noun has one file with its JSON shapes and the two translations.
package adminapi
