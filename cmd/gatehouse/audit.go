package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gatehouse/internal/config"
)

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Check that no audit event was edited, removed or reordered."`
}

type auditVerifyCmd struct{ config.Storage }

func (auditVerifyCmd) Help() string {
	return `Follows the hash chain from the first event to the last and compares it with the signed checkpoints in the
data folder. Works also while the server runs. The exit status is 0 when the log is intact and 1 otherwise.

Examples:

    gatehouse audit verify`
}

func (c *auditVerifyCmd) Run(p *process) (err error) {
	ctx := context.Background()
	l, err := openExisting(ctx, c.Storage)
	if err != nil {
		return err
	}
	defer func() { err = l.close(err) }()
	report, err := l.store.VerifyAudit(ctx)
	if err != nil {
		return err
	}
	if !report.Intact {
		fmt.Fprintf(p.stdout, "The audit log is NOT intact. First bad event: %d. %s\n", report.FirstBad, report.Problem)
		return exit{1, errors.New("")}
	}
	proven := "no checkpoint was written yet"
	if report.CheckpointSeq > 0 {
		proven = fmt.Sprintf("proven up to event %d by the checkpoint of %s", report.CheckpointSeq, report.CheckpointTime.UTC().Format(time.RFC3339))
	}
	fmt.Fprintf(p.stdout, "The audit log is intact: %d events, %s.\n", report.Events, proven)
	return nil
}
