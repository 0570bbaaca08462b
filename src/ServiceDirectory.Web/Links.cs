using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Listings.Drafts;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Web.Hsds;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Account;
using ServiceDirectory.Web.Pages.Curate;
using ServiceDirectory.Web.Pages.Curate.Training;
using ServiceDirectory.Web.Pages.Lists;
using ServiceDirectory.Web.Pages.Now;
using ServiceDirectory.Web.Pages.Search;
using ServiceDirectory.Web.Pages.Training;
using ServiceDirectory.Web.Sharing;

namespace ServiceDirectory.Web;

/// <summary>
/// The addresses that the site's own links and forms use, in the language of the page. They hold numbers and codes, never words
/// that say what somebody looked for.
/// </summary>
public static class Links
{
    /// <summary>The same in every language.</summary>
    public const string Exit = "/exit";

    /// <summary>For programs, so in no language.</summary>
    public static string OpenData => HsdsRoute.Root;

    public static string OpenDataPackage => HsdsRoute.Package.Pattern;

    public static string OpenDataJson => HsdsRoute.AllServices.Pattern;

    public static string Home => In("/");

    public static string About => In("/about");

    public static string Privacy => In("/privacy");

    public static string HowWeCheck => In("/how-we-check");

    public static string Needs => In("/needs");

    public static string Now => In("/now");

    public static string Guides => In("/guides");

    /// <param name="code">Of a guide.</param>
    public static string Guide(string code) => In($"/guides/{code}");

    /// <summary>Guides that are true in another country than at home.</summary>
    public static string GuidesOf(string country) => Guides + OfCountry(country);

    public static string Places => In("/places");

    /// <summary>How old a copy is, and until when it holds; only there.</summary>
    public static string Mirror => In("/mirror");

    public static string SearchForm => In("/search");

    public static string ListForm => In("/list");

    public static string Account => In("/account");

    public static string Ways => In("/account/ways");

    public static string SignOut => In("/account/sign-out");

    /// <param name="then">The address to come back to, path and query; null: the account's own page.</param>
    public static string SignIn(string? then = null) => In("/account/sign-in") + AndThen(then);

    /// <param name="then">The address to come back to; null: the account's own page.</param>
    public static string Confirm(string? then = null) => In("/account/confirm") + AndThen(then);

    /// <param name="organisation">Its code.</param>
    public static string Members(string organisation) => In($"/curate/{organisation}/members");

    /// <summary>What waits for an organisation.</summary>
    public static string Desk(string organisation) => In($"/curate/{organisation}");

    /// <param name="code">Of a calendar address, as it is shown.</param>
    public static string Calendar(string code) => In($"/calendar/{Uri.EscapeDataString(code)}.ics");

    /// <summary>The page of an entry for those who look after entries.</summary>
    /// <param name="organisation">The code of the one for which somebody acts.</param>
    /// <param name="entry">Its public code.</param>
    /// <param name="hasMoved">Something was not done, since the entry is in another state now.</param>
    public static string Entry(string organisation, string entry, bool hasMoved = false) => In($"/curate/{organisation}/entries/{entry}") + (hasMoved ? "?moved=1" : "");

    /// <summary>Where somebody says what they found out about a service today.</summary>
    public static string Warn(string organisation, string entry) => In($"/curate/{organisation}/entries/{entry}/warn");

    /// <param name="organisation">Its code.</param>
    /// <param name="search">What of its entries is shown; null: all that no public page shows.</param>
    /// <param name="page">From 1.</param>
    public static string Entries(string organisation, EntriesQuery? search = null, int page = 1) =>
        In($"/curate/{organisation}/entries") + search?.ToQueryString(page);

    /// <summary>The entries of an organisation, after a list was brought in.</summary>
    public static string Brought(string organisation, ImportOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return FormattableString.Invariant(
            $"{Entries(organisation)}?{CurateField.Added}={outcome.Added}&{CurateField.Changed}={outcome.Changed}");
    }

    /// <param name="organisation">Its code.</param>
    public static string EntriesFile(string organisation) => In($"/curate/{organisation}/entries.csv");

    /// <param name="organisation">Its code.</param>
    public static string Import(string organisation) => In($"/curate/{organisation}/import");

    public static string NewEntry(string organisation) => In($"/curate/{organisation}/entries/new");

    public static string Edit(string organisation, string entry, ListingSection section) => $"{Entry(organisation, entry)}/edit/{EnumSlug.Of(section)}";

    public static string Preview(string organisation, string entry) => $"{Entry(organisation, entry)}/preview";

    public static string History(string organisation, string entry) => $"{Entry(organisation, entry)}/history";

    /// <summary>What changed in a revision, by its number, or in what is not handed in yet.</summary>
    /// <param name="to">Null: the draft.</param>
    public static string Changes(string organisation, string entry, int? to) =>
        History(organisation, entry) + new QueryBuilder { { CurateField.To, to?.ToString(CultureInfo.InvariantCulture) ?? CurateField.Draft } };
    /// <summary>Where somebody judges what waits of an entry.</summary>
    public static string Review(string organisation, string entry) => Entry(organisation, entry) + "/review";

    /// <summary>The same page, which says first that everything is saved.</summary>
    public static string ReviewSaved(string organisation, string entry) => $"{Review(organisation, entry)}?{Pages.Curate.CurateField.Saved}=1";

    public static string Evidence(string organisation, string entry) => Entry(organisation, entry) + "/evidence";

    public static string CallSheet(string organisation, string entry) => Entry(organisation, entry) + "/call-sheet";

    public static string Word(string organisation, string entry) => Entry(organisation, entry) + "/word";

    public static string Questions(string organisation, string entry) => Entry(organisation, entry) + "/questions";

    /// <summary>Where an entry is taken off every page, and where others say what they found.</summary>
    public static string Suspend(string organisation, string entry) => In($"/curate/{organisation}/entries/{entry}/suspend");

    /// <summary>Where an organisation shows what it runs itself and nobody has checked.</summary>
    public static string ShowOwn(string organisation, string entry) => In($"/curate/{organisation}/entries/{entry}/show");

    /// <summary>Where whoever keeps an entry or runs the service takes it off.</summary>
    public static string TakeOff(string organisation, string entry) => In($"/curate/{organisation}/entries/{entry}/off");

    /// <summary>Where what was suspended is removed for good.</summary>
    public static string Remove(string organisation, string entry) => In($"/curate/{organisation}/entries/{entry}/remove");

    /// <summary>Where an organisation asks for that.</summary>
    public static string AskSuspension(string organisation, string entry) => In($"/curate/{organisation}/entries/{entry}/ask-suspension");

    /// <summary>What the service is told.</summary>
    public static string Letter(string organisation, string entry) => In($"/curate/{organisation}/entries/{entry}/letter");

    /// <summary>Where reviewers write dated lines about places.</summary>
    public static string Notices(string organisation) => In($"/curate/{organisation}/notices");

    /// <summary>Where reviewers write whom to call in a country.</summary>
    public static string Answers(string organisation) => In($"/curate/{organisation}/answers");

    /// <summary>Where guides are written, and get their second pair of eyes.</summary>
    public static string WrittenGuides(string organisation) => In($"/curate/{organisation}/guides");

    public static string NewGuide(string organisation) => In($"/curate/{organisation}/guides/new");

    /// <param name="organisation">The code of the one for which somebody acts.</param>
    /// <param name="guide">Its public code.</param>
    /// <param name="hasMoved">Something was done with it.</param>
    public static string WrittenGuide(string organisation, string guide, bool hasMoved = false) =>
        In($"/curate/{organisation}/guides/{guide}") + (hasMoved ? $"?{CurateField.Saved}=1" : "");

    /// <param name="language">In which it is written; null: in its first one.</param>
    public static string EditGuide(string organisation, string guide, string? language = null) =>
        In($"/curate/{organisation}/guides/{guide}/edit") + (language is null ? "" : new QueryBuilder { { Pages.Curate.Guides.GuideField.Language, language } });

    /// <summary>Where reviewers call again about what is due.</summary>
    public static string Rechecks(string organisation) => In($"/curate/{organisation}/rechecks");

    /// <summary>Where one reviewer publishes what changes no promise.</summary>
    public static string SmallChange(string organisation, string entry) => In($"/curate/{organisation}/entries/{entry}/small-change");

    /// <summary>Where a panel decides about a suspension.</summary>
    public static string Appeal(string organisation, string entry) => In($"/curate/{organisation}/entries/{entry}/appeal");

    /// <summary>How many minutes the reviews of an organisation took.</summary>
    public static string Minutes(string organisation) => In($"/curate/{organisation}/minutes");

    /// <summary>When there was a backup, and when it was tried.</summary>
    public static string Backups(string organisation) => In($"/curate/{organisation}/backups");

    /// <summary>Trainings that anybody may ask for.</summary>
    public static string Trainings => In("/training");

    /// <summary>Where a school asks without an account.</summary>
    public static string AskTeaching(Guid offer) => In($"/training/ask?{TrainingField.Offer}={offer}");

    /// <summary>The day of a session for a school's calendar.</summary>
    public static string TrainingDay => In("/training/day");

    /// <summary>What an organisation trains, or has asked for.</summary>
    public static string Training(string organisation) => In($"/curate/{organisation}/training");

    public static string TrainingOffers(string organisation) => In($"/curate/{organisation}/training/offers");

    /// <summary>Where a provider asks for training of its staff.</summary>
    public static string AskTraining(string organisation) => In($"/curate/{organisation}/training/ask");

    /// <summary>One request, as either side sees it.</summary>
    public static string TrainingRequest(string organisation, Guid request) => In($"/curate/{organisation}/training/request?{TrainingField.Id}={request}");

    /// <summary>Its day, for a calendar.</summary>
    public static string TrainingCalendar(string organisation, Guid request) => In($"/curate/{organisation}/training/calendar?{TrainingField.Id}={request}");

    /// <summary>What a school was taught, to be printed.</summary>
    public static string TeachingRecord(string organisation, Guid request) => In($"/curate/{organisation}/training/record?{TrainingField.Id}={request}");

    /// <summary>What those said who were there, in whole years.</summary>
    public static string Outcomes(string organisation) => In($"/curate/{organisation}/training/outcomes");

    /// <summary>The short form of somebody who was there, before or after.</summary>
    /// <param name="link">Of the session, sealed.</param>
    public static string Outcome(string link) => In($"/training/form?{OutcomeField.Link}={link}");

    /// <summary>The certificate of a service, to be printed.</summary>
    public static string Certificate(string organisation, string entry) => Entry(organisation, entry) + "/certificate";

    /// <summary>Where somebody who was given a code reads what waits for them.</summary>
    public static string Receipts => In("/receipts");

    /// <summary>Where anybody says what happened at a service.</summary>
    public static string Concern(string code) => In($"/services/{code}/concern");

    /// <summary>The same for a place that is not listed.</summary>
    public static string Unlisted => In("/concern");

    /// <param name="place">GeoNames id of the town in which something is missing; null: not known.</param>
    public static string Suggest(int? place = null) => In("/suggest") + (place is { } id ? FormattableString.Invariant($"?place={id}") : "");

    /// <summary>What no listed service does near a place.</summary>
    /// <param name="place">GeoNames id; null: it is asked for.</param>
    public static string Gaps(int? place = null) => In("/gaps") + (place is { } id ? FormattableString.Invariant($"?place={id}") : "");

    /// <summary>What was written about an entry without an account, for reviewers.</summary>
    public static string Concerns(string organisation, string entry) => In($"/curate/{organisation}/entries/{entry}/concerns");

    /// <summary>What whoever runs a service was told, in other words.</summary>
    public static string Themes(string organisation, string entry) => In($"/curate/{organisation}/entries/{entry}/themes");

    /// <summary>What was done in a year.</summary>
    /// <param name="organisation">Its code.</param>
    /// <param name="year">Null: the latest.</param>
    public static string Reports(string organisation, int? year = null) => In($"/curate/{organisation}/reports") + OfYear(year);

    /// <summary>The same for a spreadsheet.</summary>
    public static string ReportsFile(string organisation, int? year = null) => In($"/curate/{organisation}/reports.csv") + OfYear(year);

    /// <summary>What was written about places that are not listed, and what was suggested.</summary>
    public static string Messages(string organisation) => In($"/curate/{organisation}/messages");

    /// <param name="organisation">Its code.</param>
    /// <param name="before">Only events with a smaller number; null: from the latest.</param>
    public static string Events(string organisation, long? before = null) =>
        In($"/curate/{organisation}/events") + (before is { } number ? FormattableString.Invariant($"?{Pages.Curate.EventsModel.Before}={number}") : "");

    /// <param name="organisation">Its code.</param>
    public static string Council(string organisation, MotionKind? asked = null) =>
        In($"/curate/{organisation}/council") + (asked is { } kind ? $"?{CouncilField.Kind}={EnumSlug.Of(kind)}#ask" : "");

    /// <param name="organisation">Its code.</param>
    /// <param name="asked">What is to change; null: nothing was chosen yet.</param>
    /// <param name="criterion">Of which promise; null: a new one.</param>
    public static string Promises(string organisation, CriteriaChangeKind? asked = null, int? criterion = null) =>
        In($"/curate/{organisation}/council/promises")
        + (asked is { } kind ? $"?{PromiseField.Change}={EnumSlug.Of(kind)}" + (criterion is { } id ? $"&{PromiseField.Criterion}={id}" : "") + "#ask" : "");

    /// <summary>Lists that an organisation keeps.</summary>
    /// <param name="organisation">Its code.</param>
    /// <param name="list">Which one is looked at; null: none.</param>
    public static string KeptLists(string organisation, Guid? list = null) =>
        In($"/curate/{organisation}/lists") + (list is { } one ? $"?{KeptListField.List}={one}" : "");

    /// <summary>A kept list, for whoever has its code.</summary>
    public static string KeptList(string code) => In($"/lists/{code.ToLowerInvariant()}");

    public static string KeptListSheet(string code) => KeptList(code) + "/print";

    /// <param name="organisation">Its code.</param>
    public static string Agreements(string organisation) => In($"/curate/{organisation}/agreements");

    /// <param name="organisation">Its code.</param>
    /// <param name="vote">What to ask about: a vote on a promise; null: none is chosen.</param>
    /// <param name="criterion">What to ask about: a promise; null: none is chosen.</param>
    public static string Consultations(string organisation, Guid? vote = null, int? criterion = null) =>
        In($"/curate/{organisation}/consultations")
        + (vote is { } motion ? $"?{PartnerField.Vote}={motion}#ask" : criterion is { } id ? $"?{PartnerField.Promise}={id}#ask" : "");

    /// <param name="organisation">Its code.</param>
    public static string Admissions(string organisation) => In($"/curate/{organisation}/council/admission");

    /// <param name="organisation">Its code.</param>
    public static string OwnOrganisation(string organisation) => In($"/curate/{organisation}/council/own");

    /// <param name="code">Of an invitation, as it is shown.</param>
    public static string Join(string code) => In($"/account/join/{Uri.EscapeDataString(code)}");

    public static string Search(SearchQuery query) => SearchForm + query.ToQueryString();

    public static string Need(int id, string? language = null) => In(FormattableString.Invariant($"/needs/{id}"), language);

    /// <summary>By its place in the list: an address names no need.</summary>
    public static string NeedGroup(int position) => FormattableString.Invariant($"{Needs}#g{position}");

    /// <param name="id">Of a situation.</param>
    /// <param name="country">Whose lines are shown; null: those of the home country.</param>
    /// <param name="language">That of the page where null.</param>
    public static string Situation(int id, string? country = null, string? language = null) =>
        In(FormattableString.Invariant($"/now/{id}"), language) + (country is null ? "" : OfCountry(country));

    /// <summary>Where the browser searches by itself. What is looked for is added by scripts, behind a "#".</summary>
    /// <param name="country">ISO 3166-1 alpha-2; null: the home country.</param>
    public static string Private(string? country = null) => In("/private") + (country is null ? "" : OfCountry(country));

    /// <summary>What it searches in.</summary>
    public static string DataFile(string name) => In($"/private/{name}.js");

    /// <summary>The places of a country, which are the same in every language.</summary>
    public static string DataTowns(string country) => In($"/private/{country}-towns.js", PageLanguages.English);

    public static string OfCountry(string country) => $"?{SituationField.Country}={country}";

    /// <summary>A list of picked entries, in their order.</summary>
    public static string List(IEnumerable<string> codes) => ListForm + OfList(codes);

    public static string OfList(IEnumerable<string> codes) => new QueryBuilder(codes.Select(code => KeyValuePair.Create(PickedCodes.Field, code))).ToString();

    /// <summary>The same as it is shown and printed: one value, short enough to be typed.</summary>
    public static string ShortList(IEnumerable<string> codes) => ListForm + OfCodes(codes);

    public static string ListTable(IEnumerable<string> codes) => In("/list.csv") + OfCodes(codes);

    public static string ListText(IEnumerable<string> codes) => In("/list.txt") + OfCodes(codes);

    public static string ListContacts(IEnumerable<string> codes) => In("/list.vcf") + OfCodes(codes);

    public static string SearchTable(SearchQuery query) => In("/search.csv") + query.ToQueryString();

    public static string SearchText(SearchQuery query) => In("/search.txt") + query.ToQueryString();

    public static string SearchContacts(SearchQuery query) => In("/search.vcf") + query.ToQueryString();

    /// <summary>All ways to hand a search on, and what it found.</summary>
    public static string ShareSearch(SearchQuery query) => In("/search/share") + query.ToQueryString();

    /// <summary>A square for a page of this site.</summary>
    /// <param name="address">Its path and query.</param>
    public static string Square(string address) => In("/qr.svg") + new QueryBuilder { { SharingField.For, address } };

    public static string ListSheet(IEnumerable<string> codes) => ListSheetForm + OfCodes(codes);

    public static string ListSheetForm => In("/list/print");

    public static string SearchSheet(SearchQuery query) => In("/search/print") + query.ToQueryString();

    /// <param name="code">Of an entry.</param>
    /// <param name="picked">Codes that were picked for a list before; null: none.</param>
    public static string Service(string code, IEnumerable<string>? picked = null) => In($"/services/{code}") + (picked is null ? "" : OfList(picked));

    /// <summary>The first page, for somebody who goes on with a list.</summary>
    public static string HomeFor(IEnumerable<string> picked) => In("/" + OfList(picked));

    public static string Organisation(string code) => In($"/organisations/{code}");

    /// <summary>An address in the language of the page, or in another one.</summary>
    /// <param name="address">As it is in English.</param>
    /// <param name="language">One that the directory offers.</param>
    public static string In(string address, string? language = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        var spoken = language ?? CultureInfo.CurrentUICulture.Name;
        // The bare one answers in the browser's language, which may be another one.
        var isHome = address == "/" || address.StartsWith("/?", StringComparison.Ordinal);
        return spoken == PageLanguages.English && !isHome ? address : $"/{spoken}{address}";
    }

    private static string OfCodes(IEnumerable<string> codes) => $"?{PickedCodes.Field}={string.Join(',', codes)}";

    private static string OfYear(int? year) => year is { } asked ? FormattableString.Invariant($"?{ReportField.Year}={asked}") : "";

    private static string AndThen(string? then) => then is null ? "" : new QueryBuilder { { AccountField.Then, then } }.ToString();
}
