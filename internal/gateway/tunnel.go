package gateway

import (
	"gatehouse/internal/http1"
)

// Close codes of RFC 6455 §7.4.1 that the gateway sends by itself.
const (
	closeGoingAway = 1001 // the gateway drains
	closePolicy    = 1008 // the access was lost
)

// tunnel passes the upstream's 101 on and then bytes both ways, until one side
// ends, the access is lost, or the gateway drains.
func (x *Exchange) tunnel() error {
	x.status = x.answer.Status
	x.head = x.appendAnswerHead(x.head[:0])
	x.head.Add("Upgrade", x.call.Upgrade)
	x.headSent = true
	client, err := x.down.Upgrade(x.head)
	if err != nil {
		_ = x.answer.Conn.Close()
		return x.gone(err)
	}
	x.stream = x.newStream()
	// The door's own canceler would cut the connection before the farewell.
	x.stream.canceler = new(http1.Canceler)
	x.stream.start()
	x.g.metrics.tunnel(1)
	defer x.g.metrics.tunnel(-1)
	ended := make(chan struct{})
	t := http1.Tunnel{Client: client, Upstream: x.answer.Conn, Cancel: x.down.Canceler(), Leave: x.farewell(ended)}
	x.received, x.sent, _ = t.Run() // how a partner hangs up is its own affair
	close(ended)
	if lost := x.lost(); lost != nil {
		return lost
	}
	return nil
}

// farewell yields the close code when the gateway has to end the tunnel.
func (x *Exchange) farewell(ended <-chan struct{}) <-chan uint16 {
	leave := make(chan uint16, 1)
	lost, drain := x.stream.canceler.Done(), x.g.drain
	go func() {
		select {
		case <-lost:
			leave <- closePolicy
		case <-drain:
			leave <- closeGoingAway
		case <-ended:
		}
	}()
	return leave
}
