package scenarios

import (
	"fmt"
	"math"
	"reflect"
	"slices"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// File is a scenario file as written: the schema. See the package comment for the tags.
type File struct {
	Title     string  `toml:"title" need:"yes" doc:"the scenario's title, as tables print it"`
	Country   string  `toml:"country" doc:"the country's two-letter code"`
	Currency  string  `toml:"currency" need:"yes" doc:"the three-letter code of the currency of all amounts"`
	PriceYear *Whole  `toml:"price_year" unit:"year" min:"1990" max:"2100" doc:"the year whose prices the amounts are in"`
	Start     *Date   `toml:"start" doc:"the first day of year 1; it labels the years and, with price_year, says from when indexation counts"`
	Years     int     `toml:"years" need:"yes" unit:"years" min:"1" max:"10" doc:"the horizon in years, 1 to 10"`
	Route     string  `toml:"route" doc:"the way to scale that the plan follows"`
	Basis     string  `toml:"basis" doc:"what the budget covers and what it leaves out, where that matters"`
	CostBasis string  `toml:"cost_basis" oneof:"published|full" doc:"whether the cost is that of the published budget (usual) or the full one, with the lines that have basis = \"full\""`
	Stream    string  `toml:"stream" doc:"the random stream; the scenario's own name unless it says otherwise"`
	Remarks   Remarks `toml:"remarks" doc:"what a reader of the results must know about this scenario, each under a key"`

	Sources         Keyed[Source]   `toml:"sources" doc:"where figures come from, each under a key"`
	Published       *PublishedPlan  `toml:"published" doc:"what the plan's documents say, as printed"`
	BeyondPublished *Beyond         `toml:"beyond_published" doc:"how the years after the published ones are filled"`
	Services        Keyed[Service]  `toml:"services" need:"yes" doc:"the teams, each under a key"`
	Caseload        Caseload        `toml:"caseload" need:"yes" doc:"how many people a specialist supports"`
	Staff           Staff           `toml:"staff" need:"yes" doc:"how posts are filled and left"`
	Referrals       Referrals       `toml:"referrals" need:"yes" doc:"how many people are referred"`
	WaitingList     WaitingList     `toml:"waiting_list" doc:"how people wait"`
	Pathway         Pathway         `toml:"pathway" need:"yes" doc:"what happens to those who are referred"`
	Support         Support         `toml:"support" need:"yes" doc:"support in work"`
	Job             Job             `toml:"job" doc:"how long jobs last"`
	Hours           *Hours          `toml:"hours" doc:"how many hours a week jobs are"`
	Cost            Keyed[CostLine] `toml:"cost" doc:"cost lines, each under a key"`
	Indexation      Indexation      `toml:"indexation" doc:"how much amounts grow from year to year; without it, they do not"`
	Exchange        Keyed[Exchange] `toml:"exchange" doc:"what other currencies are worth, each under its three-letter code"`
	Funding         Keyed[Funder]   `toml:"funding" doc:"funding sources, each under a key"`
	Option          Keyed[Option]   `toml:"option" doc:"funding options, each under a key; the first is the one in use"`
	Contract        *Contract       `toml:"contract" doc:"the outcomes contract (social impact bond, payment by results), if there is one"`
	Claims          Keyed[Claim]    `toml:"claims" doc:"what the document says elsewhere, for reconcile to check"`

	Correlation Keyed[Correlation] `toml:"correlation" doc:"uncertain inputs that move together, each pair under a key"`
}

// Source is an entry of [sources].
type Source struct {
	Title string `toml:"title" need:"yes" doc:"what the source is, so that a reader can find it"`
	DOI   string `toml:"doi" doc:"its digital object identifier"`
	URL   string `toml:"url" doc:"its address"`
	Kind  string `toml:"kind" need:"yes" oneof:"published|evidence" doc:"published for the plan's own document, evidence for anything else"`
}

// PublishedPlan is what the plan's documents print.
type PublishedPlan struct {
	Source           string    `toml:"source" need:"yes" doc:"the key of the source of the yearly outcomes"`
	Referrals        []float64 `toml:"referrals" min:"0" max:"1e8" unit:"people" doc:"referrals by year"`
	Engagements      []float64 `toml:"engagements" min:"0" max:"1e8" unit:"people" doc:"engagements by year"`
	JobStarts        []float64 `toml:"job_starts" min:"0" max:"1e8" unit:"people" doc:"first job starts by year"`
	Sustainments     []float64 `toml:"sustainments_13w" min:"0" max:"1e8" unit:"people" doc:"13-week sustainments by year"`
	EngagedPercent   []float64 `toml:"engaged_percent" min:"0" max:"100" unit:"%" doc:"printed share of referrals expected to engage, in per cent"`
	JobStartPercent  []float64 `toml:"job_start_percent" min:"0" max:"100" unit:"%" doc:"printed share of engaged people expected to start a job, in per cent"`
	SustainedPercent []float64 `toml:"sustained_percent" min:"0" max:"100" unit:"%" doc:"printed share of job starters expected to sustain it, in per cent"`

	Summary *Summary         `toml:"summary" doc:"the country's row of the table of all countries"`
	Budget  *PublishedBudget `toml:"budget" doc:"the budget table"`
}

// Summary is a country's row of the table of service size and expected outcomes.
type Summary struct {
	Source      string  `toml:"source" need:"yes" doc:"the key of the table's source"`
	Specialists float64 `toml:"specialists" min:"0" max:"1e6" unit:"FTE" doc:"service size in employment specialists"`
	Reach       string  `toml:"reach" doc:"geographical reach, as printed"`
	Engagements float64 `toml:"engagements" min:"0" max:"1e8" unit:"people" doc:"expected engagements in all"`
	JobStarts   float64 `toml:"job_starts" min:"0" max:"1e8" unit:"people" doc:"expected job starts in all"`
}

// PublishedBudget is a budget table as printed, with its printed totals.
type PublishedBudget struct {
	Source        string    `toml:"source" need:"yes" doc:"the key of the budget table's source"`
	Staff         []float64 `toml:"staff" min:"0" max:"1e12" unit:"money" doc:"staff costs by year"`
	NonStaff      []float64 `toml:"non_staff" min:"0" max:"1e12" unit:"money" doc:"non-staff costs by year"`
	Total         []float64 `toml:"total" min:"0" max:"1e12" unit:"money" doc:"printed total cost by year"`
	StaffTotal    *float64  `toml:"staff_total" min:"0" max:"1e12" unit:"money" doc:"printed total of the staff costs"`
	NonStaffTotal *float64  `toml:"non_staff_total" min:"0" max:"1e12" unit:"money" doc:"printed total of the non-staff costs"`
	GrandTotal    *float64  `toml:"grand_total" min:"0" max:"1e12" unit:"money" doc:"printed total of everything"`
}

// Beyond says how the years after the published ones are filled.
type Beyond struct {
	Hold   string  `toml:"hold" oneof:"last year" doc:"what is carried on where the outcomes end: the last published year's referrals and rates"`
	Volume *Number `toml:"volume" min:"0" max:"100" unit:"factor" doc:"referrals in the years after the published ones, as a multiple of the last published year's"`
	Cost   string  `toml:"cost" oneof:"other lines" doc:"where the budget table ends, \"published\" lines end too and other lines carry the cost of the later years"`
}

// Service is a team at one site.
type Service struct {
	Name             string   `toml:"name" need:"yes" doc:"the service's name"`
	Specialists      *Number  `toml:"specialists" or:"hiring" min:"0" max:"100000" fixed:"yes" unit:"FTE" doc:"employment specialists in full-time equivalents, at all centres together"`
	Hiring           []Hiring `toml:"hiring" doc:"how many of its specialists are searched for from when, if not all at once, such as [{ week = 0, specialists = 2 }, { month = 7, specialists = 1 }]"`
	TeamLeaders      *Number  `toml:"team_leaders" min:"0" max:"1000" fixed:"yes" unit:"FTE" doc:"team leaders in full-time equivalents, of all centres together; without it, staff.specialists_per_team_leader says how many"`
	PartTime         *Number  `toml:"part_time" fixed:"yes" min:"0.001" max:"1" unit:"FTE" doc:"working time of one post, if posts are part-time"`
	Centres          *Whole   `toml:"centres" min:"1" max:"10000" unit:"centres" doc:"number of equal centres among which specialists and referrals are split"`
	OpensWeek        *Whole   `toml:"opens_week" min:"0" max:"520" unit:"week" doc:"week of the plan in which the search for its specialists begins; the weeks and months of hiring count from it"`
	ExperienceWeeks  *Whole   `toml:"experience_weeks" min:"0" max:"5200" unit:"weeks" doc:"weeks for which its specialists have already been in post, for a service that already runs; with hiring, those of week 0"`
	InitialCaseload  *Whole   `toml:"initial_caseload" min:"0" max:"1e7" unit:"people" doc:"people on its caseload before the plan starts"`
	ShareOfReferrals *Number  `toml:"share_of_referrals" fixed:"yes" min:"0" max:"1" unit:"share" doc:"its share of all referrals; without it, referrals are split by specialists"`
	Source           string   `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Hiring is a number of a service's specialists who are searched for from the same week on.
type Hiring struct {
	Week        *Whole  `toml:"week" min:"0" max:"520" unit:"week" doc:"week in which the search for these specialists begins, counted from the service's opens_week"`
	Month       *Whole  `toml:"month" min:"1" max:"120" unit:"month" doc:"month in which the search for these specialists begins, counted from the service's opens_week, the first being 1; it stands instead of week"`
	Specialists *Number `toml:"specialists" need:"yes" min:"0" max:"100000" fixed:"yes" unit:"FTE" doc:"how many specialists are searched for then, in full-time equivalents, at all centres together"`
}

func (h *Hiring) decodeNode(d *decoder, n *node, path string, _ field) {
	if !n.table {
		d.fault(n.position, path, "is %s; write { week = 0, specialists = 2 } or { month = 1, specialists = 2 }", n.describe())
		return
	}
	d.table(n, path, reflect.ValueOf(h).Elem())
	switch {
	case d.faulty(path):
	case h.Week == nil && h.Month == nil:
		d.fault(n.position, path, "has neither week nor month; add week = 0 or month = 1, counted from the service's opens_week")
	case h.Week != nil && h.Month != nil:
		d.fault(n.position, path, "has a week and a month; keep one of the two")
	}
}

// opens is the week from the service's opens_week on.
func (h *Hiring) opens() int {
	if h.Month == nil {
		return wholeOf(h.Week)
	}
	return (wholeOf(h.Month) - 1) * model.WeeksPerYear / 12
}

// Caseload is how many people a specialist supports.
type Caseload struct {
	Limit        *Wholes `toml:"limit" need:"yes" min:"0" max:"1000" unit:"people" doc:"people that a full-time, fully ramped-up specialist supports at one time"`
	RampUpMonths *Number `toml:"ramp_up_months" fixed:"yes" min:"0" max:"60" unit:"months" doc:"time in which a new specialist reaches a full caseload, in equal steps"`
	RampUp       *Yearly `toml:"ramp_up" min:"0" max:"1" unit:"share" doc:"share of a full caseload in each month in post, instead of ramp_up_months"`
	Source       string  `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Staff is how posts are filled and left.
type Staff struct {
	Turnover         *Number `toml:"turnover" need:"yes" min:"0" max:"52" unit:"leavers per post and year" doc:"specialists who leave, per filled post and year"`
	RecruitmentWeeks *Weeks  `toml:"recruitment_weeks" min:"0" max:"520" unit:"weeks" doc:"time from opening a post to its first day filled"`
	VacancyWeeks     *Weeks  `toml:"vacancy_weeks" need:"yes" min:"0" max:"520" unit:"weeks" doc:"time from a specialist's leaving to the next one's first day"`
	PerTeamLeader    *Number `toml:"specialists_per_team_leader" fixed:"yes" min:"0.5" max:"1000" unit:"FTE" doc:"specialists for whom there is one team leader, in full-time equivalents; without it, services have the team_leaders that they name"`
	DropOut          *Number `toml:"drop_out" min:"0" max:"1" unit:"share" doc:"share of a leaving specialist's searching people who drop out"`
	Source           string  `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Referrals is how many people are referred.
type Referrals struct {
	PerYear *Yearly `toml:"per_year" need:"yes" published:"yes" min:"0" max:"1e8" unit:"people per year" doc:"people referred in each year, to all services together"`
	Factor  *Number `toml:"factor" min:"0" max:"100" unit:"factor" doc:"how far referrals may lie from the plan: a factor with mean 1"`
	Monthly *Yearly `toml:"monthly" min:"0" max:"1e6" unit:"relative" doc:"relative number of referrals a week in each of the twelve months from the start"`
	Source  string  `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// WaitingList is how people wait.
type WaitingList struct {
	GiveUpPerWeek *Number `toml:"give_up_per_week" min:"0" max:"1" unit:"share per week" doc:"share of waiting people who give up in a week"`
	Source        string  `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Pathway is what happens to those who are referred.
type Pathway struct {
	Engage      Stage       `toml:"engage" need:"yes" doc:"from referral to engagement"`
	JobStart    SearchStage `toml:"job_start" need:"yes" doc:"from engagement to the first job"`
	NoJob       NoJob       `toml:"no_job" need:"yes" doc:"those who find no job"`
	Sustain13w  Sustain     `toml:"sustain_13w" need:"yes" doc:"from job start to 13 weeks in a job"`
	SearchAgain SearchAgain `toml:"search_again" doc:"after losing a job"`
}

// Stage is a step of the pathway with its rate.
type Stage struct {
	Rate      *Yearly  `toml:"rate" need:"yes" published:"yes" uncertain:"yes" min:"0" max:"1" unit:"share" doc:"share of those at the stage before who reach this one, by year"`
	CertainAs *Certain `toml:"certain_as" doc:"how well the rate is known"`
	Between   *Between `toml:"between_services" doc:"how much services differ in the rate"`
	Source    string   `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// SearchStage is the step to the first job.
type SearchStage struct {
	Rate      *Yearly  `toml:"rate" need:"yes" published:"yes" uncertain:"yes" min:"0" max:"1" unit:"share" doc:"share of engaged people who start a first job, by year"`
	CertainAs *Certain `toml:"certain_as" doc:"how well the rate is known"`
	Between   *Between `toml:"between_services" doc:"how much services differ in the rate"`
	Weeks     *Weeks   `toml:"weeks" need:"yes" min:"1" max:"520" unit:"weeks" doc:"time from engagement to the first job, for those who start one"`
	Source    string   `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Certain says how well a rate is known.
type Certain struct {
	People *Number `toml:"people" need:"yes" min:"0.5" max:"1e6" unit:"people" doc:"the rate is known about as well as from watching so many people"`
}

func (c *Certain) decodeNode(d *decoder, n *node, path string, _ field) {
	c.People = d.people(n, path, reflect.TypeFor[Certain]())
}

// Between says how much services differ in a rate.
type Between struct {
	People *Number `toml:"people" need:"yes" min:"0.5" max:"1e6" unit:"people" doc:"services differ in the rate as if each one's were known from watching so many people: the more people, the more they are alike"`
}

func (b *Between) decodeNode(d *decoder, n *node, path string, _ field) {
	b.People = d.people(n, path, reflect.TypeFor[Between]())
}

// people reads the number of people of Certain or Between.
func (d *decoder) people(n *node, path string, of reflect.Type) *Number {
	if n.table && n.child("people") == nil {
		d.fault(n.position, path, "has no people; write { people = 15, low = 10, high = 20, assumed = \"why\" }")
		return nil
	}
	if !n.table {
		d.fault(n.position, path, "is %s; write { people = 15, low = 10, high = 20, assumed = \"why\" }", n.describe())
		return nil
	}
	known := []string{"people", "low", "high", "source", "assumed"}
	for _, key := range n.keys {
		if !slices.Contains(known, key) {
			d.unknownKey(n, path, key, known)
		}
	}
	people, _ := of.FieldByName("People")
	f := fieldOf(people)
	x, ok := d.number(n.children["people"], join(path, "people"), f)
	p := d.provenance(n, path)
	if !ok {
		return nil
	}
	if p.Status == Assumed && (n.child("low") == nil || n.child("high") == nil) {
		d.fault(n.position, path, "is assumed without a range; add low = … and high = …")
	}
	d.input(path, f, p, Say("%s", Digits(figure(x))), statedRange(n))
	return &Number{Distribution: quantity.Certain(x), Provenance: p}
}

// NoJob is the stay of those who find no job.
type NoJob struct {
	Weeks  *Weeks `toml:"weeks" need:"yes" min:"1" max:"520" unit:"weeks" doc:"time from engagement to leaving, for those who find no job"`
	Source string `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Sustain is the step to 13 weeks in a job.
type Sustain struct {
	Rate      *Yearly  `toml:"rate" need:"yes" published:"yes" uncertain:"yes" min:"0" max:"1" unit:"share" doc:"share of people who start a job and keep one for 13 weeks, by year"`
	Counts    string   `toml:"counts" oneof:"people|jobs" doc:"whether the rate is per person who ever starts a job (people) or per job (jobs)"`
	CertainAs *Certain `toml:"certain_as" doc:"how well the rate is known"`
	Between   *Between `toml:"between_services" doc:"how much services differ in the rate"`
	Source    string   `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// SearchAgain is what follows the loss of a job.
type SearchAgain struct {
	Chance *Number `toml:"chance" min:"0" max:"0.9" unit:"share" doc:"share of people who search again after losing a job while supported"`
	Source string  `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Support is support in work.
type Support struct {
	Weeks          *Weeks  `toml:"weeks" need:"yes" min:"13" max:"1040" unit:"weeks" doc:"time from the start of a job that lasts to the end of support"`
	UnlimitedShare *Number `toml:"unlimited_share" min:"0" max:"1" unit:"share" doc:"share of such jobs in which support has no time limit"`
	Source         string  `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Job is how long jobs last.
type Job struct {
	FurtherWeeks *Weeks `toml:"further_weeks" min:"0" max:"1040" unit:"weeks" doc:"time that a job of at least 13 weeks goes on after its 13th week; without it, such jobs do not end"`
	Source       string `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Hours is how many hours a week jobs are.
type Hours struct {
	From16      *Yearly  `toml:"from_16" need:"yes" min:"0" max:"1" unit:"share" doc:"share of jobs of 16 hours a week or more, by the year in which the person engaged"`
	CertainAs   *Certain `toml:"certain_as" doc:"how well the share is known"`
	MeanBelow16 *Number  `toml:"mean_below_16" need:"yes" min:"0.1" max:"15.99" unit:"hours a week" doc:"mean weekly hours of jobs below 16 hours"`
	MeanFrom16  *Number  `toml:"mean_from_16" need:"yes" min:"16" max:"60" unit:"hours a week" doc:"mean weekly hours of jobs of 16 hours or more"`
	Source      string   `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Option is a set of funders, in the order in which they pay.
type Option struct {
	Name     string   `toml:"name" need:"yes" doc:"the option's name"`
	PayOrder []string `toml:"pay_order" listed:"yes" need:"yes" doc:"keys of [funding], in the order in which they pay"`
	Source   string   `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Remarks are sentences for the reader of the results, under keys so that an overlay can replace one.
type Remarks struct {
	Keys  []string
	Texts []string
}

func (r *Remarks) decodeNode(d *decoder, n *node, path string, f field) {
	if !n.table {
		d.fault(n.position, path, "is %s; it is a table of sentences", n.describe())
		return
	}
	for _, key := range n.keys {
		text, ok := n.children[key].value.(string)
		if !ok {
			d.fault(n.children[key].position, join(path, key), "is %s; it is a sentence in quotes", n.children[key].describe())
			continue
		}
		r.Keys, r.Texts = append(r.Keys, key), append(r.Texts, text)
	}
}

// Whole is a whole number, with its provenance.
type Whole struct{ Number }

func (w *Whole) decodeNode(d *decoder, n *node, path string, f field) {
	q := d.distribution(n, path, f)
	p := d.provenance(n, path)
	if q == nil {
		return
	}
	switch c, certain := q.(quantity.Certain); {
	case !certain:
		d.fault(n.position, path, "may not differ between draws; write { value = …, low = …, high = …, assumed = \"why\" }")
		return
	case float64(c) != math.Trunc(float64(c)):
		d.fault(n.position, path, "%s is not a whole number (%s); round it", figure(float64(c)), f.doc)
		return
	}
	w.Distribution, w.Provenance = q, p
	d.checkRange(n, path, q, p)
	d.input(path, f, w.Provenance, describeNumber(q), statedRange(n))
}

// Wholes are whole numbers by year: one for all years, or one each.
type Wholes struct{ Yearly }

func (w *Wholes) decodeNode(d *decoder, n *node, path string, f field) {
	list, where := n, path
	if values := n.child("values"); values != nil {
		list, where = values, join(path, "values")
	}
	if list.elements == nil {
		one := Whole{}
		one.decodeNode(d, n, path, f)
		if one.Distribution != nil {
			w.Yearly = Yearly{Provenance: one.Provenance, Values: []float64{one.Exact()}}
		}
		return
	}
	w.Yearly.decodeNode(d, n, path, f)
	for i, x := range w.Values {
		if x != math.Trunc(x) {
			d.fault(list.elements[i].position, fmt.Sprintf("%s[%d]", where, i), "%s is not a whole number (%s); round it", figure(x), f.doc)
		}
	}
}

// Amount is one sum of money, with its provenance.
type Amount struct{ Number }

func (a *Amount) decodeNode(d *decoder, n *node, path string, f field) {
	a.Number.decodeNode(d, n, path, f)
	if a.Distribution == nil {
		return
	}
	if value := n.child("value"); value != nil {
		n, path = value, join(path, "value")
	}
	d.checkCents(n, path, []float64{a.Exact()})
}

// Claim is something the document says about a figure outside the tables that the rest of the file is made from.
type Claim struct {
	Where   string  `toml:"where" need:"yes" doc:"where the document says it"`
	About   string  `toml:"about" need:"yes" doc:"what it is about; claims about the same thing are compared with each other"`
	Says    Said    `toml:"says" need:"yes" doc:"the figure, or the words, that stand there"`
	Nearest float64 `toml:"nearest" min:"0" max:"1e12" unit:"as says" doc:"what the wording rounds to, such as 10_000 for 'approximately €150,000'"`
	Bound   string  `toml:"bound" oneof:"at least|at most" doc:"whether the wording gives only a lower or an upper bound"`
	Equals  string  `toml:"equals" doc:"how to work the figure out from the published tables"`
	Years   int     `toml:"years" min:"1" max:"10" unit:"years" doc:"where the figure is the plan's whole cost: of how many years, from the first on; \"plan\" holds it against the cost on either basis"`
	Unit    string  `toml:"unit" oneof:"people|specialists|money|percent|years|count" doc:"what the figure counts"`
	Note    string  `toml:"note" doc:"what explains a difference, if anything does"`
}

// Said is a figure or words.
type Said struct {
	Number float64
	Text   string // instead of a number
}

func (s *Said) decodeNode(d *decoder, n *node, path string, f field) {
	if text, ok := n.value.(string); ok {
		s.Text = text
		return
	}
	if n.table || n.elements != nil {
		d.fault(n.position, path, "is %s; it is a number, or words in quotes", n.describe())
		return
	}
	s.Number, _ = d.number(n, path, field{minimum: -1e12, maximum: 1e12})
}
