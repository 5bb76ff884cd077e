// Package sampleapi is a small logistics service, the upstream of the demo: it
// answers shipments and orders with realistic JSON, so that a first call
// through the gateway shows something worth seeing. It keeps nothing: what is
// created is answered and forgotten, and every tracking number has a journey.
package sampleapi

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"hash/fnv"
	"io"
	"maps"
	"net/http"
	"strings"
)

// maxBody bounds what the sample reads of a request.
const maxBody = 1 << 20

type stock struct {
	Journeys  []map[string]any `json:"journeys"`
	Shipments []map[string]any `json:"shipments"`
	Orders    []map[string]any `json:"orders"`
}

// New returns the service, below /v1.
func New() (http.Handler, error) {
	var s stock
	if err := read("stock", &s); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/shipments/track/{number}", s.track)
	mux.HandleFunc("GET /v1/shipments/{$}", s.listShipments)
	mux.HandleFunc("POST /v1/shipments/{$}", createShipment)
	mux.HandleFunc("GET /v1/shipments/{id}", one(s.Shipments))
	mux.HandleFunc("GET /v1/orders/{$}", func(w http.ResponseWriter, _ *http.Request) { list(w, s.Orders) })
	mux.HandleFunc("POST /v1/orders/{$}", createOrder)
	mux.HandleFunc("GET /v1/orders/{id}", one(s.Orders))
	mux.HandleFunc("DELETE /v1/orders/{id}", s.cancelOrder)
	// "/" of a collection is the bare base path, which comes without a slash.
	mux.HandleFunc("GET /v1/shipments", s.listShipments)
	mux.HandleFunc("POST /v1/shipments", createShipment)
	mux.HandleFunc("GET /v1/orders", func(w http.ResponseWriter, _ *http.Request) { list(w, s.Orders) })
	mux.HandleFunc("POST /v1/orders", createOrder)
	return mux, nil
}

func (s *stock) track(w http.ResponseWriter, r *http.Request) {
	number := r.PathValue("number")
	if len(number) < 3 || len(number) > 40 || strings.ContainsFunc(number, notTracking) {
		fail(w, http.StatusNotFound, "no shipment has this tracking number")
		return
	}
	journey := s.Journeys[0]
	if number != "12345" {
		h := fnv.New32a()
		_, _ = io.WriteString(h, number)
		journey = s.Journeys[int(h.Sum32()%uint32(len(s.Journeys)))]
	}
	answer := map[string]any{"tracking_number": number}
	maps.Copy(answer, journey)
	reply(w, http.StatusOK, answer)
}

func notTracking(r rune) bool {
	return !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-')
}

func (s *stock) listShipments(w http.ResponseWriter, r *http.Request) {
	status := r.URL.Query().Get("status")
	var found []map[string]any
	for _, item := range s.Shipments {
		if status == "" || item["status"] == status {
			found = append(found, item)
		}
	}
	list(w, found)
}

func createShipment(w http.ResponseWriter, r *http.Request) {
	in, ok := body(w, r, "reference", "to")
	if !ok {
		return
	}
	number := "HF-" + rand.Text()[:7]
	in["id"], in["tracking_number"], in["status"] = "shp_"+rand.Text()[:6], number, "registered"
	w.Header().Set("Location", "/shipments/"+in["id"].(string))
	reply(w, http.StatusCreated, in)
}

func createOrder(w http.ResponseWriter, r *http.Request) {
	in, ok := body(w, r, "reference", "lines")
	if !ok {
		return
	}
	in["id"], in["status"] = "ord_"+rand.Text()[:6], "accepted"
	w.Header().Set("Location", "/orders/"+in["id"].(string))
	reply(w, http.StatusCreated, in)
}

func (s *stock) cancelOrder(w http.ResponseWriter, r *http.Request) {
	for _, order := range s.Orders {
		if order["id"] != r.PathValue("id") {
			continue
		}
		if order["status"] == "handed_over" {
			fail(w, http.StatusConflict, "the order was handed to a carrier")
			return
		}
		w.WriteHeader(http.StatusNoContent)
		return
	}
	fail(w, http.StatusNotFound, "no order has this id")
}

func one(items []map[string]any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for _, item := range items {
			if item["id"] == r.PathValue("id") {
				reply(w, http.StatusOK, item)
				return
			}
		}
		fail(w, http.StatusNotFound, "nothing has this id")
	}
}

func body(w http.ResponseWriter, r *http.Request, required ...string) (map[string]any, bool) {
	var in map[string]any
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&in)
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		fail(w, http.StatusRequestEntityTooLarge, "the body is too large")
		return nil, false
	}
	if err != nil || in == nil {
		fail(w, http.StatusBadRequest, "the body must be a JSON object")
		return nil, false
	}
	for _, name := range required {
		if in[name] == nil {
			fail(w, http.StatusUnprocessableEntity, name+" is required")
			return nil, false
		}
	}
	return in, true
}

func list(w http.ResponseWriter, items []map[string]any) {
	if items == nil {
		items = []map[string]any{}
	}
	reply(w, http.StatusOK, map[string]any{"items": items})
}

func fail(w http.ResponseWriter, status int, text string) {
	reply(w, status, map[string]any{"error": text})
}

func reply(w http.ResponseWriter, status int, answer map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer) // a caller that has left needs no answer
}
