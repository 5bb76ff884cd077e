// Package live keeps the gateway of this process on the newest configuration.
//
// The store is the truth, and every change there makes a new version. A
// [Follower] reads what changed since the version it has and puts it in force:
// the routing table is compiled anew and swapped, the directory is updated
// client by client. In the process that made the change this happens at once,
// because it is poked after the commit and answers when the change holds; other
// processes ask the store once a second for one integer, and nothing depends on
// anything faster.
//
// When the store is away, what is in force stays in force. A copy of it is on
// the disk, so that a gateway can even start without its store; see
// [gatehouse/internal/live/lastgood].
//
// The package also moves what the request path counts to where it survives a
// restart: limits to a file each second, the use of tokens to the store. The
// request path itself reaches neither.
package live
