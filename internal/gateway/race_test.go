//go:build race

package gateway

// The race detector makes sync.Pool forget things on purpose.
func init() { raceDetector = true }
