// Package study answers the questions asked of scenarios: what is planned, what is likely to happen, what the published
// figures say when they are held against each other. Its results are plain values, which JSON and CSV encode as they are.
package study
