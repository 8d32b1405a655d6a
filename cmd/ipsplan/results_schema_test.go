package main

import (
	"bytes"
	"context"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"ipsplan/scenarios/study"
)

const resultsSchema = "../../docs/results.schema.json"

// TestResultsSchema: the published schema of the JSON output is that of the results' types, described by their comments.
func TestResultsSchema(t *testing.T) {
	g := &schemaMaker{comments: commentsOf(t, "../../scenarios/study", "../../model/quantity"), defined: map[string]any{}}
	root := g.object(reflect.TypeFor[study.Results]())
	root["$schema"], root["title"] = "https://json-schema.org/draft/2020-12/schema", "Results of ipsplan"
	root["description"] = "What ipsplan writes with --format json. Numbers are as computed, not rounded; money is in whole units of the scenario's currency. Keys may be added; none of these is taken away. A key that is not required is left out where a command does not answer its question."
	root["$defs"] = g.defined
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(root); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(resultsSchema, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(resultsSchema)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); diff != "" {
		t.Errorf("docs/results.schema.json is not that of the results; run go test ./cmd/ipsplan -run TestResultsSchema -update (-file +types):\n%s", diff)
	}
}

// schemaMaker makes a JSON Schema of Go types as encoding/json writes them.
type schemaMaker struct {
	comments map[string]string // of types by name, and of fields by type.field
	defined  map[string]any
}

// of is the schema of a type, a reference for a struct.
func (g *schemaMaker) of(t reflect.Type) map[string]any {
	switch {
	case t == reflect.TypeFor[study.Phrase]():
		return map[string]any{"type": "string"}
	case t == reflect.TypeFor[study.Doubt]():
		return map[string]any{"type": "object", "description": g.comments["Doubt"], "properties": map[string]any{"luck": g.of(reflect.TypeFor[study.Part]()), "ignorance": g.of(reflect.TypeFor[study.Part]()), "decisions": g.of(reflect.TypeFor[study.Part]())}, "required": []string{"luck", "ignorance", "decisions"}}
	case strings.HasPrefix(t.Name(), "Section["):
		value, _ := t.Elem().FieldByName("Value")
		return map[string]any{"type": "object", "additionalProperties": g.of(value.Type)}
	}
	switch t.Kind() {
	case reflect.Struct:
		name := t.Name()
		if _, ok := g.defined[name]; !ok {
			g.defined[name] = nil // found again within itself
			g.defined[name] = g.object(t)
		}
		return map[string]any{"$ref": "#/$defs/" + name}
	case reflect.Pointer:
		return g.of(t.Elem())
	case reflect.Slice:
		return map[string]any{"type": "array", "items": g.of(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": g.of(t.Elem())}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Uint64:
		return map[string]any{"type": "integer", "minimum": 0}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Interface:
		return map[string]any{"type": []string{"number", "string"}}
	}
	panic("no schema for " + t.String())
}

// object is the schema of a struct's fields, those of embedded structs among them.
func (g *schemaMaker) object(t reflect.Type) map[string]any {
	properties := map[string]any{}
	required := []string{}
	var add func(t reflect.Type)
	add = func(t reflect.Type) {
		for i := range t.NumField() {
			f := t.Field(i)
			name, options, tagged := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case f.Anonymous && name == "":
				add(f.Type)
				continue
			case name == "-" || !f.IsExported():
				continue
			case name == "":
				panic(t.String() + "." + f.Name + " has no name in JSON")
			}
			schema := g.of(f.Type)
			isOptional := tagged && strings.Contains(options, "omit")
			if f.Type.Kind() == reflect.Pointer && !isOptional {
				schema = map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}}
			}
			if comment := g.comments[t.Name()+"."+f.Name]; comment != "" {
				schema["description"] = comment
			}
			properties[name] = schema
			if !isOptional {
				required = append(required, name)
			}
		}
	}
	add(t)
	object := map[string]any{"type": "object", "properties": properties, "required": required}
	if comment := g.comments[t.Name()]; comment != "" {
		object["description"] = comment
	}
	return object
}

// commentsOf are what packages say of their types and fields.
func commentsOf(t *testing.T, folders ...string) map[string]string {
	t.Helper()
	comments := map[string]string{}
	words := func(groups ...*ast.CommentGroup) string {
		var all []string
		for _, group := range groups {
			all = append(all, strings.Fields(group.Text())...)
		}
		return strings.Join(all, " ")
	}
	for _, folder := range folders {
		paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				declared, ok := n.(*ast.GenDecl)
				if !ok || declared.Tok != token.TYPE {
					return true
				}
				for _, spec := range declared.Specs {
					spec := spec.(*ast.TypeSpec)
					comments[spec.Name.Name] = words(declared.Doc, spec.Doc)
					if fields, ok := spec.Type.(*ast.StructType); ok {
						for _, field := range fields.Fields.List {
							for _, name := range field.Names {
								comments[spec.Name.Name+"."+name.Name] = words(field.Doc, field.Comment)
							}
						}
					}
				}
				return false
			})
		}
	}
	return comments
}

// TestResultsFitTheSchema: what commands write as JSON fits the published schema, and holds no key that it does not know.
func TestResultsFitTheSchema(t *testing.T) {
	published, strict := compiled(t, false), compiled(t, true)
	for _, command := range []string{
		"list", "plan croatia denmark", "show czech-republic", "reconcile",
		"run --all --years 2 --reps 30", "run france --reps 30", "run croatia --precision 20%", "run croatia --reps 30 --uncertainty chance", "run croatia --reps 30 --uncertainty rates", "run croatia --reps 30 --uncertainty none",
		"run croatia croatia+services.zagreb.specialists=3 --reps 30",
		"run croatia --vary services.zagreb.specialists=1..3 --reps 30",
		"run croatia --vary services.zagreb.specialists=2,3 --vary pathway.job_start.rate=0.4,0.5 --reps 30",
		"run croatia --solve services.zagreb.specialists --target chance(people.job_starts.total>=40)>=50% --reps 100",
		"funding croatia --vary funding.grant.chance=0.3,0.5 --reps 30",
		"compare croatia croatia+services.zagreb.specialists=3 --reps 30", "explain croatia --reps 30",
		"funding --all --reps 30 --years 2", "funding france --by quarter --reps 30 --option sib --option platforms",
		"contract france --by quarter --reps 30", "contract croatia+grant --reps 30", "contract croatia+threshold-premium --vary contract.investor.commitment=100_000,200_000 --reps 30",
		"report --all --years 2 --reps 30", "report denmark --reps 30 --uncertainty none --set cost_basis=full", "report croatia croatia+services.zagreb.specialists=3 --reps 30 --years 1",
	} {
		var out, errs bytes.Buffer
		if status := ipsplan(context.Background(), &out, &errs, append(strings.Fields(command), "--format", "json")); status != 0 {
			t.Fatalf("%s: %s", command, errs.String())
		}
		results, err := jsonschema.UnmarshalJSON(&out)
		if err != nil {
			t.Fatalf("%s: %v", command, err)
		}
		if err := published.Validate(results); err != nil {
			t.Errorf("%s does not fit the schema: %v", command, err)
		}
		if err := strict.Validate(results); err != nil {
			t.Errorf("%s has keys that the schema does not describe: %v", command, err)
		}
	}
}

// TestTheSchemaRefuses: a result without what every result has, or with a word for a number, does not fit.
func TestTheSchemaRefuses(t *testing.T) {
	published, strict := compiled(t, false), compiled(t, true)
	more, err := jsonschema.UnmarshalJSON(strings.NewReader(`{"tool": {"name": "ipsplan", "version": "1"}, "portfolio": {"names": ["a", "b"], "titles": ["A", "B"], "years": 2, "more": 1}}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := published.Validate(more); err != nil {
		t.Errorf("a key more does not fit: %v", err)
	}
	if strict.Validate(more) == nil {
		t.Error("a key that is not described is not found")
	}
	for _, wrong := range []string{
		`{}`, `[]`, `{"tool": {"name": "ipsplan"}}`, `{"tool": {"name": "ipsplan", "version": 1}}`,
		`{"tool": {"name": "ipsplan", "version": "1"}, "settings": {"replications": 10.5, "seed": 1, "uncertainty": "all"}}`,
		`{"tool": {"name": "ipsplan", "version": "1"}, "portfolio": {"names": ["a", "b"], "years": 2, "people": {"job_starts": {"by_year": [], "total": {"mean": "many"}}}}}`,
	} {
		results, err := jsonschema.UnmarshalJSON(strings.NewReader(wrong))
		if err != nil {
			t.Fatal(err)
		}
		if published.Validate(results) == nil {
			t.Errorf("%s fits", wrong)
		}
	}
}

// compiled is the published schema; if strict, with no key allowed beside those that it names.
func compiled(t *testing.T, strict bool) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open(resultsSchema)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	document, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	if strict {
		forbidOthers(document)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("results.schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("results.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func forbidOthers(schema any) {
	switch schema := schema.(type) {
	case map[string]any:
		if _, ok := schema["properties"].(map[string]any); ok && schema["type"] == "object" {
			schema["additionalProperties"] = false
		}
		for _, part := range schema {
			forbidOthers(part)
		}
	case []any:
		for _, part := range schema {
			forbidOthers(part)
		}
	}
}
