package scenarios

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// builder turns a decoded file into the plans that model and budgets work with, and reports what does not fit together.
type builder struct {
	tooManyYears *TooManyYearsError
	d            *decoder
	s            *Scenario
	file         *File
	years        int // the file's own, then those asked for

	referrals []float64            // of all services together, by year
	amountsOf map[string][]float64 // by cost.KEY and funding.KEY, by year
	inFull    bool                 // the budget that is being made is that of the full cost
}

// build goes on where the file has faults, so that all of them come at once: each step is left out where what it rests on is faulty.
func (b *builder) build(name string, years int) {
	if years > b.file.Years && !b.d.faulty("years") {
		b.tooManyYears = &TooManyYearsError{b.s.Name, b.file.Years, years}
		return
	}
	m := &b.s.Model
	m.Stream = name
	if b.file.Stream != "" {
		m.Stream = b.file.Stream
	}
	for key, s := range b.file.Services.All() {
		b.step(func() { b.hiring("services."+key, s) }, "services."+key)
	}
	b.step(func() { b.s.Claims = b.d.evaluate(b.file.Claims, b.file.figures()) }, "claims", "published", "services", "years")
	b.checkNames()
	b.checkDemand()
	b.checkMoney()
	b.checkContract()
	b.step(func() { b.caseload(m) }, "caseload")
	b.step(func() { b.staffing(m) }, "staff")
	for key, s := range b.file.Services.All() {
		b.step(func() { b.checkPosts("services."+key, s) }, "services."+key)
	}
	if !b.d.faulty("years") {
		b.checkLengths()
		if years > 0 {
			b.years = years
		}
		m.Years = b.years
		b.step(b.published, "published")
		b.rates(m)
		b.step(func() { b.demand(m) }, "referrals", "waiting_list", "published", "beyond_published")
		b.lines()
	}
	b.step(func() { b.courses(m) }, "pathway", "support", "job")
	b.step(func() { b.correlate(m) }, "correlation", "staff", "referrals", "waiting_list", "pathway", "support", "job", "hours", "published", "beyond_published", "years",
		"cost", "indexation", "exchange", "funding", "contract")
	if len(b.d.faults) > 0 {
		return
	}
	b.services(m)
	b.planned()
	b.budgets()
	b.doubtFunders()
	b.s.Contract = b.terms()
	if b.s.Contract != nil {
		m.People = model.Named // whoever pays for outcomes wants to know whose they are
	}
	b.contractFunders()
	if err := m.Validate(); err != nil && len(b.d.faults) == 0 {
		b.d.faultAt("", "the plan cannot be simulated: %v", err)
	}
	if err := b.s.Budget.Validate(); err != nil && len(b.d.faults) == 0 {
		b.d.faultAt("", "the plan cannot be priced: %v", err)
	}
	if c := b.s.Contract; c != nil && len(b.d.faults) == 0 {
		if err := c.Validate(&b.s.Budget); err != nil {
			b.d.faultAt("contract", "cannot be settled: %v", err)
		}
	}
	if len(b.d.faults) == 0 {
		b.planContract()
	}
	b.checkBases()
}

// checkBases reports what is wrong with the budget on the basis that is not in use. With a contract, which is settled on the basis in use, there is no other.
func (b *builder) checkBases() {
	if b.s.Contract != nil {
		b.s.Bases = nil
	}
	if b.s.Bases == nil || len(b.d.faults) > 0 {
		return
	}
	for _, basis := range b.s.Bases.All() {
		if err := basis.Budget.Validate(); err != nil {
			b.d.faultAt("cost_basis", "as %q the plan cannot be priced: %v", basis.Key, err)
		}
	}
}

// step does one part of the work, unless what it rests on is faulty.
func (b *builder) step(do func(), restsOn ...string) {
	if !b.d.faulty(restsOn...) {
		do()
	}
}

// checkNames reports what is wrong with the names and shares by which things are told apart and put together.
func (b *builder) checkNames() {
	f := b.file
	isLetter := func(r rune) bool { return r >= 'A' && r <= 'Z' }
	if c := f.Currency; !b.d.faulty("currency") && (len(c) != 3 || strings.TrimFunc(c, isLetter) != "") {
		b.d.faultAt("currency", "%q is not a three-letter code in capitals, such as EUR", c)
	}
	if len(f.Services.Keys) == 0 && !b.d.faulty("services") {
		b.d.faultAt("services", "has no service; add a table such as [services.zagreb]")
	}
	names := map[string]string{}
	for key, s := range f.Services.All() {
		name := strings.ToLower(strings.TrimSpace(s.Name))
		if other, taken := names[name]; taken && name != "" {
			b.d.faultAt("services."+key+".name", "%q is the name of services.%s too; give each service a name of its own", s.Name, other)
		}
		names[name] = key
	}
	b.step(b.checkShares, "services")
}

// checkDemand reports what is wrong with the pattern of referrals.
func (b *builder) checkDemand() {
	r := &b.file.Referrals
	if r.Monthly != nil && !b.d.faulty("referrals.monthly") {
		switch m := r.Monthly.Values; {
		case len(m) != 12:
			b.d.faultAt("referrals.monthly", "has %s; write twelve, one for each month", counted(len(m), "value"))
		case slices.Max(m) <= 0:
			b.d.faultAt("referrals.monthly", "has no month above 0; write how referrals compare from month to month, such as 1 for an ordinary month")
		}
	}
	if r.Factor != nil && !b.d.faulty("referrals.factor") {
		if mean := r.Factor.Mean(); math.Abs(mean-1) > 0.1 {
			b.d.faultAt("referrals.factor", "has the mean %s; a factor lies around 1, and per_year says how many are expected", trim(mean))
		}
	}
}

// checkLengths reports series that do not fit the file's horizon.
func (b *builder) checkLengths() {
	years := b.file.Years
	series := func(path string, y *Yearly) {
		if y != nil && !b.d.faulty(path) && !y.Published && len(y.Values) > 1 && len(y.Values) != years {
			b.d.faultAt(path, "has %s for %s; write one for each year, or one for all", counted(len(y.Values), "value"), counted(years, "year"))
		}
	}
	if limit := b.file.Caseload.Limit; limit != nil {
		series("caseload.limit", &limit.Yearly)
	}
	if hours := b.file.Hours; hours != nil {
		series("hours.from_16", hours.From16)
	}
	series("referrals.per_year", b.file.Referrals.PerYear)
	series("pathway.engage.rate", b.file.Pathway.Engage.Rate)
	series("pathway.job_start.rate", b.file.Pathway.JobStart.Rate)
	series("pathway.sustain_13w.rate", b.file.Pathway.Sustain13w.Rate)
	for key, line := range b.file.Cost.All() {
		if line.Amount != nil {
			series("cost."+key+".amount", &line.Amount.Yearly)
		}
	}
	for key, funder := range b.file.Funding.All() {
		if funder.PerYear != nil {
			series("funding."+key+".per_year", &funder.PerYear.Yearly)
		}
	}
	b.contractLengths(series)
	p := b.file.Published
	if p == nil {
		return
	}
	printed := func(path string, of []float64, like int) {
		switch n := len(of); {
		case n == 0 || b.d.faulty(path):
		case n > years:
			b.d.faultAt(path, "has %s for %s; set years = %d; a run may be shorter, with --years", counted(n, "value"), counted(years, "year"), n)
		case like > 0 && n != like && !b.d.faulty("published.referrals"):
			b.d.faultAt(path, "has %s where referrals has %d; write one for each published year", counted(n, "value"), like)
		}
	}
	outcomes := []struct {
		key string
		of  []float64
	}{
		{"referrals", p.Referrals},
		{"engagements", p.Engagements},
		{"job_starts", p.JobStarts},
		{"sustainments_13w", p.Sustainments},
		{"engaged_percent", p.EngagedPercent},
		{"job_start_percent", p.JobStartPercent},
		{"sustained_percent", p.SustainedPercent},
	}
	for _, o := range outcomes {
		printed("published."+o.key, o.of, len(p.Referrals))
	}
	if p.Budget != nil {
		printed("published.budget.staff", p.Budget.Staff, 0)
		printed("published.budget.non_staff", p.Budget.NonStaff, 0)
		printed("published.budget.total", p.Budget.Total, 0)
	}
}

// counted is a number with what it counts.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// published fills in the outcomes, cut to the years asked for.
func (b *builder) published() {
	p := b.file.Published
	if p == nil {
		return
	}
	cut := func(series []float64) []float64 { return slices.Clone(series[:min(len(series), b.years)]) }
	b.s.Published = Outcomes{cut(p.Referrals), cut(p.Engagements), cut(p.JobStarts), cut(p.Sustainments)}
}

// yearly gives a series for each year of the horizon; ofPublished gives the value of a published year, or says why there is none.
func (b *builder) yearly(path string, y *Yearly, status Status, ofPublished func(year int) (float64, string)) []float64 {
	values := make([]float64, b.years)
	for year := range values {
		switch {
		case !y.Published && len(y.Values) == 1:
			values[year] = y.Values[0]
		case !y.Published:
			values[year] = y.Values[year]
		case b.publishedYears() == 0:
			b.d.faultAt(path, "is \"published\", but there is no [published] with referrals by year; add it, or write the numbers")
			return values
		case year >= b.publishedYears() && !b.goesOn():
			b.d.faultAt(path, "is \"published\", but only %d of %s are; add [beyond_published] with hold and volume to say how the rest is filled, or set years = %d",
				b.publishedYears(), counted(b.years, "year"), b.publishedYears())
			return values
		default:
			x, problem := ofPublished(min(year, b.publishedYears()-1))
			if problem != "" {
				b.d.faultAt(path, "is \"published\", but %s; write the numbers", problem)
				return values
			}
			values[year] = x
		}
	}
	b.resolve(path, y, values, status)
	return values
}

// goesOn says whether the file says how the years after the published ones are filled.
func (b *builder) goesOn() bool {
	beyond := b.file.BeyondPublished
	return beyond != nil && beyond.Hold != "" && beyond.Volume != nil
}

// resolve puts what "published" stands for into the table of assumptions.
func (b *builder) resolve(path string, y *Yearly, values []float64, status Status) {
	if !y.Published {
		return
	}
	for i := range b.d.inputs {
		if input := &b.d.inputs[i]; input.Path == path {
			input.Value = joinNumbers(values)
			input.Provenance = Provenance{Status: status, Source: b.file.Published.Source}
			if status == Published && strings.HasPrefix(path, "cost.") {
				input.Source = b.file.Published.Budget.Source
			}
		}
	}
}

func (b *builder) publishedYears() int {
	if b.file.Published == nil {
		return 0
	}
	return len(b.file.Published.Referrals)
}

// printed is a series of [published] with its key.
type printed struct {
	key    string
	values []float64
}

func (p printed) of(year int) (float64, string) {
	if year >= len(p.values) {
		return 0, fmt.Sprintf("[published] has no %s of year %d", p.key, year+1)
	}
	return p.values[year], ""
}

// ratio is the published share of one stage in the one before.
func ratio(of, in printed) func(int) (float64, string) {
	return func(year int) (float64, string) {
		part, problem := of.of(year)
		whole, problem2 := in.of(year)
		switch problem = cmp.Or(problem, problem2); {
		case problem != "":
			return 0, problem
		case whole <= 0 || part > whole:
			return 0, fmt.Sprintf("%s %s of %s %s in year %d of [published] are not a share", figure(part), of.key, figure(whole), in.key, year+1)
		}
		return part / whole, ""
	}
}

func (b *builder) caseload(m *model.Plan) {
	c := b.file.Caseload
	switch {
	case c.RampUpMonths != nil && c.RampUp != nil:
		b.d.faultAt("caseload.ramp_up", "stands beside ramp_up_months; keep one of the two")
	case c.RampUp != nil:
		if n := len(c.RampUp.Values); n > maxRampMonths {
			b.d.faultAt("caseload.ramp_up", "has %d months; at most %d are allowed", n, maxRampMonths)
		}
		thousandths := make([]int, len(c.RampUp.Values))
		for i, x := range c.RampUp.Values {
			thousandths[i] = int(math.Round(x * 1000))
		}
		m.Caseload.Ramp = model.MonthlyRamp(thousandths)
	case c.RampUpMonths != nil:
		m.Caseload.Ramp = model.LinearRamp(int(math.Round(c.RampUpMonths.Exact() * model.WeeksPerYear / 12)))
	default:
		m.Caseload.Ramp = model.LinearRamp(0)
	}
}

// maxRampMonths is the longest time to a full caseload, as the schema has it for ramp_up_months.
const maxRampMonths = 60

func (b *builder) staffing(m *model.Plan) {
	s := b.file.Staff
	m.Staffing = model.Staffing{
		Turnover:    s.Turnover.Quantity("staff.turnover"),
		Recruitment: s.RecruitmentWeeks.orExactly(0),
		Vacancy:     s.VacancyWeeks.Duration,
		DropOut:     s.DropOut.Quantity("staff.drop_out"),
	}
}

func (w *Weeks) orExactly(weeks int) quantity.Duration {
	if w == nil {
		return quantity.ExactWeeks(weeks)
	}
	return w.Duration
}

// rates makes the three rates of the pathway and the yearly referrals.
func (b *builder) rates(m *model.Plan) {
	p := &b.file.Pathway
	pub := b.file.Published
	if pub == nil {
		pub = &PublishedPlan{}
	}
	referrals, engagements := printed{"referrals", pub.Referrals}, printed{"engagements", pub.Engagements}
	jobStarts, sustainments := printed{"job_starts", pub.JobStarts}, printed{"sustainments_13w", pub.Sustainments}
	rate := func(into *quantity.Series, path string, y *Yearly, certain *Certain, of, in printed) {
		b.step(func() { *into = b.rate(path+".rate", y, certain, ratio(of, in)) }, path, "published", "beyond_published")
	}
	rate(&m.Pathway.Engage, "pathway.engage", p.Engage.Rate, p.Engage.CertainAs, engagements, referrals)
	rate(&m.Pathway.JobStart, "pathway.job_start", p.JobStart.Rate, p.JobStart.CertainAs, jobStarts, engagements)
	rate(&m.Pathway.Sustain, "pathway.sustain_13w", p.Sustain13w.Rate, p.Sustain13w.CertainAs, sustainments, jobStarts)
	b.step(func() {
		b.referrals = b.yearly("referrals.per_year", b.file.Referrals.PerYear, Published, referrals.of)
	}, "referrals.per_year", "published", "beyond_published")
	m.Pathway.EngageBetween = p.Engage.Between.people()
	m.Pathway.JobStartBetween = p.JobStart.Between.people()
	m.Pathway.SustainBetween = p.Sustain13w.Between.people()
	b.step(func() { b.hours(m) }, "hours")
}

// people is how many of them tell how much services differ; 0 where these do not.
func (b *Between) people() float64 {
	if b == nil {
		return 0
	}
	return b.People.Exact()
}

// hours makes what tells jobs apart by hours.
func (b *builder) hours(m *model.Plan) {
	h := b.file.Hours
	if h == nil {
		return
	}
	m.Hours = &model.Hours{
		From16:      b.rate("hours.from_16", h.From16, h.CertainAs, nil),
		MeanBelow16: h.MeanBelow16.Quantity("hours.mean_below_16"),
		MeanFrom16:  h.MeanFrom16.Quantity("hours.mean_from_16"),
	}
}

// rate makes the yearly series of a rate, as uncertain as the file says.
func (b *builder) rate(path string, y *Yearly, certain *Certain, ofPublished func(int) (float64, string)) quantity.Series {
	series := quantity.Series{Name: path}
	if y.Laws != nil {
		b.dropCertainAs(path, certain)
	}
	for year, rate := range b.yearly(path, y, Derived, ofPublished) {
		switch {
		case y.Laws != nil:
			series.Years = append(series.Years, y.Laws[min(year, len(y.Laws)-1)])
			continue
		case certain == nil:
			series.Years = append(series.Years, quantity.Certain(rate))
			continue
		}
		series.Years = append(series.Years, quantity.Beta{Average: rate, People: certain.People.Exact()})
	}
	return series
}

// dropCertainAs leaves certain_as out where a layer above it gives a rate that says itself how uncertain it is; side by side, the two
// contradict each other.
func (b *builder) dropCertainAs(rate string, certain *Certain) {
	if certain == nil {
		return
	}
	path := rate[:strings.LastIndexByte(rate, '.')] + ".certain_as"
	if b.d.places[path].layer.order >= b.d.places[rate].layer.order {
		b.d.faultAt(path, "stands beside a rate that says itself how uncertain it is; keep one of the two")
		return
	}
	b.d.inputs = slices.DeleteFunc(b.d.inputs, func(i Input) bool { return i.Path == path })
}

// courses makes the rest of the pathway, which does not go by year, and the limits of the years.
func (b *builder) courses(m *model.Plan) {
	limits := b.file.Caseload.Limit.Values
	for _, limit := range limits[:min(len(limits), b.years)] {
		m.Caseload.Limit = append(m.Caseload.Limit, int(limit))
	}
	p := &b.file.Pathway
	m.Pathway.SustainPerJob = p.Sustain13w.Counts == "jobs"
	m.Pathway.Return = p.SearchAgain.Chance.Quantity("pathway.search_again.chance")
	m.Pathway.ToJob = p.JobStart.Weeks.Duration
	m.Pathway.ToExit = p.NoJob.Weeks.Duration
	m.Pathway.Support = b.file.Support.Weeks.Duration
	m.Pathway.Unlimited = b.file.Support.UnlimitedShare.Quantity("support.unlimited_share")
	if further := b.file.Job.FurtherWeeks; further != nil {
		m.Pathway.Tenure = &further.Duration
	}
}

func (b *builder) services(m *model.Plan) {
	shares := b.shares()
	for key, s := range b.file.Services.All() {
		service := model.Service{Key: key, Centres: max(1, wholeOf(s.Centres)), InitialCaseload: wholeOf(s.InitialCaseload)}
		service.Posts = posts(s, service.Centres)
		service.TeamLeaders = b.leaders(s)
		for _, n := range b.referrals {
			service.ReferralsPerYear = append(service.ReferralsPerYear, n*shares[key])
		}
		m.Services = append(m.Services, service)
	}
}

func (b *builder) demand(m *model.Plan) {
	f := b.file
	m.Demand.GiveUp = f.WaitingList.GiveUpPerWeek.Quantity("waiting_list.give_up_per_week")
	if f.Referrals.Monthly != nil {
		m.Demand.Profile = f.Referrals.Monthly.Values
	}
	factor := quantity.Distribution(quantity.Certain(1))
	if f.Referrals.Factor != nil {
		factor = f.Referrals.Factor.Distribution
	}
	m.Demand.Volume = quantity.Series{Name: "referrals.factor"}
	for year := range b.years {
		law := factor
		if f.Referrals.PerYear.Published && year >= b.publishedYears() && b.goesOn() {
			law = f.BeyondPublished.Volume.Distribution
		}
		m.Demand.Volume.Years = append(m.Demand.Volume.Years, law)
	}
}

func wholeOf(w *Whole) int {
	if w == nil {
		return 0
	}
	return int(w.Exact())
}

// shares are the services' shares of all referrals: as stated, or in proportion to their specialists.
func (b *builder) shares() map[string]float64 {
	shares := map[string]float64{}
	specialists := b.specialists()
	for key, s := range b.file.Services.All() {
		switch {
		case s.ShareOfReferrals != nil:
			shares[key] = s.ShareOfReferrals.Exact()
		case specialists > 0:
			shares[key] = s.Specialists.Exact() / specialists
		default:
			shares[key] = 1 / float64(len(b.file.Services.Keys))
		}
	}
	return shares
}

// checkShares wants a share of referrals for every service or for none.
func (b *builder) checkShares() {
	stated, sum, first := 0, 0.0, ""
	for key, s := range b.file.Services.All() {
		if s.ShareOfReferrals != nil {
			stated++
			sum += s.ShareOfReferrals.Exact()
			first = cmp.Or(first, key)
		}
	}
	n := len(b.file.Services.Keys)
	path := "services." + first + ".share_of_referrals"
	switch {
	case stated > 0 && stated < n:
		b.d.faultAt(path, "is given by %d of %d services; give every service one, adding up to 1, or none", stated, n)
	case stated > 0 && math.Abs(sum-1) > 1e-6:
		b.d.faultAt(path, "adds up to %s over all services; make the shares add up to 1", trim(sum))
	}
}

// specialists are those of all services together, in full-time equivalents.
func (b *builder) specialists() float64 {
	sum := 0.0
	for _, s := range b.file.Services.All() {
		sum += s.Specialists.Exact()
	}
	return sum
}

// planned works out the plan's own arithmetic: referrals × rate × rate × rate.
func (b *builder) planned() {
	m := &b.s.Model
	o := &b.s.Planned
	for year := range b.years {
		referrals := 0.0
		for _, s := range m.Services {
			referrals += s.ReferralsPerYear[year]
		}
		engagements := float64(referrals * m.Pathway.Engage.Years[year].Mean())
		jobs := float64(engagements * m.Pathway.JobStart.Years[year].Mean())
		o.Referrals = append(o.Referrals, tidy(referrals))
		o.Engagements = append(o.Engagements, tidy(engagements))
		o.JobStarts = append(o.JobStarts, tidy(jobs))
		o.Sustainments = append(o.Sustainments, tidy(float64(jobs*m.Pathway.Sustain.Years[year].Mean())))
	}
}

// tidy removes the noise of floating point from a number that is whole but for it: 70 × (60/70) is 60.
func tidy(x float64) float64 {
	if whole := math.Round(x); math.Abs(x-whole) < float64(1e-9*max(1, x)) {
		return whole
	}
	return x
}
