// Package report turns study results into documents. It decides what stands in which table and in what words; how a document is
// laid out is decided by the writers.
package report
