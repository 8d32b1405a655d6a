package model_test

import (
	"testing"

	"ipsplan/model"
)

// BenchmarkSpec makes draws, one an operation, of the cases on which other implementations are timed too.
func BenchmarkSpec(b *testing.B) {
	for _, name := range []string{"small", "medium", "large"} {
		b.Run(name, func(b *testing.B) {
			s := simulator(b, benchmarkPlan(name), 1, model.LuckAndIgnorance)
			s.Draw(0) // makes room for what later draws need
			b.ReportAllocs()
			jobStarts, draw := 0, 0
			for b.Loop() {
				draw++
				for _, quarter := range s.Draw(draw).Quarters[0] {
					jobStarts += quarter.JobStarts
				}
			}
			b.ReportMetric(float64(jobStarts)/float64(draw), "job_starts/op")
		})
	}
}
