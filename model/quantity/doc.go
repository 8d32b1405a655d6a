// Package quantity holds numbers that are not known for certain: uncertain quantities with one value per draw, durations
// that vary from event to event, random numbers that are found by their address, and estimates that carry their Monte Carlo error.
//
// It knows nothing of people or money.
package quantity
