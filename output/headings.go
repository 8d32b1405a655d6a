package output

// Depth is the rank of a heading's level among those that the document has, from 1 for the highest. Formats with an outline use it, so that none skips a level,
// which those who have a document read out to them would take for a heading that is missing.
func (d *Document) Depth(level int) int {
	higher := map[int]bool{}
	for _, block := range d.Blocks {
		if h, ok := block.(Heading); ok && h.Level < level {
			higher[h.Level] = true
		}
	}
	return len(higher) + 1
}
