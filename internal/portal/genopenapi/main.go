// Command genopenapi writes the OpenAPI document of the portal's own API to standard
// output. The document depends on the code alone, so that CI can tell when the
// committed one is stale.
package main

import (
	"fmt"
	"os"

	"gatehouse/internal/portal"
)

func main() {
	document, err := portal.Document()
	if err == nil {
		_, err = os.Stdout.Write(document)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "genopenapi:", err)
		os.Exit(1)
	}
}
