package scenarios

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
)

// Variable is an input that can be set to a number.
type Variable struct {
	Key, What, Unit string
	// Min and Max are the smallest and the largest number that the schema allows; they may be infinite.
	Min, Max float64
	// Whole says that whole numbers are meant: counts, and specialists and team leaders, who are hired whole.
	Whole bool
	// Money says that it is an amount in the scenario's currency, with two decimals.
	Money bool
	// Now is what it is in the scenario, or its mean; nil where the scenario does not have it, or has different ones by year.
	Now *float64
}

// Variable finds the input of a key, such as services.zagreb.specialists. Its error says which part of the key is not known, or why it is no number.
func (s *Scenario) Variable(key string) (*Variable, error) {
	at, schema := reflect.ValueOf(s.File).Elem(), field{}
	for i, part := range strings.Split(key, ".") {
		if at.IsValid() && isNumeric(at.Type()) { // a part of an uncertain number, such as its mean
			return &Variable{Key: key, What: schema.doc, Unit: schema.unit, Min: schema.minimum, Max: schema.maximum, Money: schema.unit == "money"}, nil
		}
		next, f, known := member(at, part)
		if !next.IsValid() {
			path := strings.Join(strings.Split(key, ".")[:i+1], ".")
			return nil, fmt.Errorf("%s: is not a key that is known here; %s", path, suggest(part, known))
		}
		if f.name != "" {
			schema = f
		}
		at = next
	}
	if !isNumeric(at.Type()) {
		return nil, fmt.Errorf("%s: is not a number, of which one could be found; name one, such as services.zagreb.specialists", key)
	}
	isPost := at.Type() == reflect.TypeFor[Number]() && schema.unit == "FTE" && schema.name != "part_time"
	return &Variable{
		Key: key, What: schema.doc, Unit: schema.unit, Min: schema.minimum, Max: schema.maximum, Money: schema.unit == "money",
		Whole: isPost || slices.Contains([]reflect.Type{reflect.TypeFor[Whole](), reflect.TypeFor[Wholes](), reflect.TypeFor[int]()}, at.Type()),
		Now:   now(at),
	}, nil
}

// isNumeric says whether a key of the type may be one number.
func isNumeric(t reflect.Type) bool {
	return slices.Contains([]reflect.Type{
		reflect.TypeFor[Number](), reflect.TypeFor[Whole](), reflect.TypeFor[Yearly](), reflect.TypeFor[Wholes](), reflect.TypeFor[Weeks](),
		reflect.TypeFor[Amounts](), reflect.TypeFor[Amount](), reflect.TypeFor[int](), reflect.TypeFor[float64](),
	}, t)
}

// member is what stands under a key in a table, of its type's zero value where the scenario does not have it, with what the schema says of it; the keys that are known if
// there is none.
func member(table reflect.Value, key string) (at reflect.Value, f field, known []string) {
	if _, isKeyed := entryType(table.Type()); isKeyed {
		entry := table.FieldByName("ByKey").MapIndex(reflect.ValueOf(key))
		if entry.IsValid() {
			return entry.Elem(), field{}, nil
		}
		return reflect.Value{}, field{}, table.FieldByName("Keys").Interface().([]string)
	}
	if table.Kind() != reflect.Struct {
		return reflect.Value{}, field{}, nil
	}
	for i := range table.NumField() {
		t := table.Type().Field(i)
		switch t.Tag.Get("toml") {
		case "":
		case key:
			at = table.Field(i)
			if at.Kind() == reflect.Pointer {
				if at.IsNil() {
					at = reflect.New(t.Type.Elem())
				}
				at = at.Elem()
			}
			return at, fieldOf(t), nil
		default:
			known = append(known, t.Tag.Get("toml"))
		}
	}
	return reflect.Value{}, field{}, known
}

// now is a key's number in the scenario.
func now(at reflect.Value) *float64 {
	var x float64
	var yearly *Yearly
	switch v := at.Addr().Interface().(type) {
	case *int:
		x = float64(*v)
	case *float64:
		x = *v
	case *Weeks:
		return nil // a time that varies from event to event is no number
	case *Yearly:
		yearly = v
	case *Wholes:
		yearly = &v.Yearly
	case *Amounts:
		yearly = &v.Yearly
	case interface{ exact() (float64, bool) }:
		exact, ok := v.exact()
		if !ok {
			return nil
		}
		x = exact
	}
	if yearly != nil {
		if len(yearly.Values) == 0 || slices.Max(yearly.Values) != slices.Min(yearly.Values) {
			return nil
		}
		x = yearly.Values[0]
	}
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// exact is the number or its mean, if there is one; also that of a whole number or an amount.
func (x *Number) exact() (float64, bool) { return x.Exact(), x.Distribution != nil }
