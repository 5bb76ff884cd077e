package adminapi

import (
	"context"
	"crypto/sha256"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/store"
)

const aKey = "Idempotency-Key: 8e03978e"

func TestRepetitionGetsTheFirstAnswerWithoutSecrets(t *testing.T) {
	r := newRig(t)
	r.publish()
	first := r.send("POST", "/onboardings", anOnboarding, aKey).must(201)
	again := r.send("POST", "/onboardings", anOnboarding, aKey).must(201)
	if again.header.Get("Idempotency-Replayed") != "true" || first.header.Get("Idempotency-Replayed") != "" {
		t.Error("a repetition is not marked, or the first answer is")
	}
	for _, path := range []string{"token.secret", "token.link.url", "hand_over.token", "hand_over.curl", "hand_over.link"} {
		if first.value(path) == nil || again.value(path) != nil {
			t.Errorf("%s: first %v, again %v", path, first.value(path), again.value(path))
		}
	}
	if again.header.Get("Location") != first.header.Get("Location") || again.text("client.id") != first.text("client.id") {
		t.Errorf("again: %s", again.body)
	}
}

func TestRepetitionIsTheFirstAnswerEvenAfterAChange(t *testing.T) {
	r := newRig(t)
	first := r.send("POST", "/clients", aClient, aKey).must(201)
	r.send("PATCH", "/clients/"+first.text("id"), `{"description":"changed"}`).must(200)
	again := r.send("POST", "/clients", aClient, aKey).must(201)
	if again.body != first.body || again.header.Get("ETag") != `"1"` {
		t.Errorf("first %s, again %s", first.body, again.body)
	}
}

func TestKeyIsForOneRequest(t *testing.T) {
	r := newRig(t)
	profile := r.profile(r.client())
	other := r.send("POST", "/profiles", strings.Replace(profileBody(r.send("POST", "/clients", `{"name":"other"}`).must(201).text("id")), "standard", "other", 1)).must(201).text("id")
	r.send("POST", "/profiles/"+profile+"/tokens", `{"generate":true}`, aKey).must(201)
	r.send("POST", "/profiles/"+profile+"/tokens", `{"generate":true,"hand_over_link":true}`, aKey).must(422)
	r.send("POST", "/profiles/"+other+"/tokens", `{"generate":true}`, aKey).must(422)
	// Another route, another caller: other keys.
	r.send("POST", "/profiles/"+profile+"/rotate", `{"overlap":"1h"}`, aKey).must(201)
	r.send("POST", "/profiles/"+other+"/tokens", `{"generate":true}`, aKey, "Authorization: Bearer "+r.keys["editor"]).must(201)
	r.send("POST", "/clients", `{"name":"third"}`, "Idempotency-Key: "+strings.Repeat("x", 256)).must(400)
}

func TestRefusedCallDoesNotUseTheKeyUp(t *testing.T) {
	r := newRig(t)
	r.send("POST", "/clients", `{"name":"Not A Name"}`, aKey).must(422)
	r.send("POST", "/clients", aClient, aKey).must(201)
	r.send("POST", "/clients", aClient, "Idempotency-Key: another").must(409)
}

func TestSameKeyAtOnceRunsOnce(t *testing.T) {
	r := newRig(t)
	var wait sync.WaitGroup
	statuses := make(chan int, 20)
	for range cap(statuses) {
		wait.Go(func() { statuses <- r.send("POST", "/clients", aClient, aKey).status })
	}
	wait.Wait()
	close(statuses)
	for status := range statuses {
		if status != 201 && status != 409 {
			t.Errorf("status %d", status)
		}
	}
	if n := len(r.send("GET", "/clients", "").value("items").([]any)); n != 1 {
		t.Errorf("%d clients", n)
	}
}

func TestCallThatIsStillRunningIsAConflict(t *testing.T) {
	r := newRig(t)
	a := New(r.options).(*api)
	r.server.Config.Handler = a
	me := r.send("GET", "/me", "").must(200).text("actor.id")
	a.claims.take(claim{me, "POST /clients", "8e03978e"})
	got := r.send("POST", "/clients", aClient, aKey).must(409)
	if got.text("code") != "idempotency_in_progress" || got.header.Get("Retry-After") != "1" {
		t.Errorf("answer %s", got.body)
	}
}

// TestAnswerLostInACrashIsMadeAnew plays a process that ended between the
// commit and the moment the answer was kept: the use case ran with the mark,
// and nothing after it.
func TestAnswerLostInACrashIsMadeAnew(t *testing.T) {
	r := newRig(t)
	me := r.send("GET", "/me", "").must(200).text("actor.id")
	hash := sha256.Sum256([]byte(Prefix + "/clients\n" + aClient))
	caller := manage.Caller{
		Actor: gatehouse.Actor{Type: gatehouse.ActorAPIKey, ID: me}, Role: gatehouse.Admin,
		Idempotency: &store.IdempotencyMark{ActorID: me, Route: "POST /clients", Key: "8e03978e", BodyHash: hash[:]},
	}
	client, err := r.options.Control.CreateClient(t.Context(), caller, gatehouse.Client{Name: "partner-acme-corp"})
	check(t, err)
	r.send("POST", "/clients", aClient, aKey).must(409) // another node may still be about to keep it
	r.options.Now = func() time.Time { return time.Now().Add(2 * answerTakes) }
	r.server.Config.Handler = New(r.options)
	again := r.send("POST", "/clients", aClient, aKey).must(201)
	if again.text("id") != client.ID || again.header.Get("Location") != Prefix+"/clients/"+client.ID || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("again: %v %s", again.header, again.body)
	}
}

func TestEveryCreatedResourceCanBeShownAgain(t *testing.T) {
	r := newRig(t)
	a := New(r.options).(*api)
	client := r.client()
	profile := r.send("POST", "/profiles", profileBody(client)).must(201)
	r.publish()
	ids := map[string]string{
		"createClient": client, "createProfile": profile.text("id"),
		"createPolicy":     r.send("POST", "/policies", aPolicy).must(201).text("id"),
		"createCollection": at(r.send("GET", "/collections", "").value("items").([]any)[0], "id").(string),
		"createUser":       r.send("POST", "/users", `{"email":"d@e.example","role":"viewer"}`).must(201).text("id"),
		"createAPIKey":     r.send("POST", "/api-keys", `{"name":"deploy","role":"viewer"}`).must(201).text("id"),
	}
	ctx := context.WithValue(t.Context(), callKey{}, &call{api: a, caller: operator})
	for operation, id := range ids {
		out, err := a.remade(ctx, operation, id)
		check(t, err)
		if _, raw, err := withoutSecrets(out, 201); err != nil || !strings.Contains(string(raw), `"id":"`+id+`"`) {
			t.Errorf("%s: %s, %v", operation, raw, err)
		}
	}
}
