// Package study answers the questions asked of scenarios: what is planned, what is likely to happen, what the published
// figures say when they are held against each other. Its results are plain values, which JSON and CSV encode as they are. [Report] answers all
// questions about a projection from one set of draws, so that a document made of them cannot disagree with itself.
//
// # What if
//
// [Vary] and [Solve] ask what a command works out, its [Subject], for other values of an input: on the same draws, so that only the input makes a difference. A figure is named
// by an [Expression]: the section, measure, period and statistic that the command's CSV has for it, with dots between them, or chance(section.measure.period >= number).
// So whatever a command's CSV has can be shown for each value, and can be a target.
//
// A command becomes a Subject by an observer, which keeps the numbers of a scenario's draws, makes the command's [Result] of them, from which the rows of the CSV come, and
// gives the numbers kept under the names of those rows: by these, chances are counted, differences are paired, and no more is kept for a target than it takes. A
// result of no draws has all names, so that a name that is not there is refused before anything is simulated.
package study
