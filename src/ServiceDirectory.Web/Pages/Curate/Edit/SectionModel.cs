using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;
using ServiceDirectory.Core.Listings.Drafts;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web.Pages.Curate.Edit;

/// <summary>
/// One section of an entry that is being written. What was typed stays on the page whatever happens; it is saved when nothing of it is
/// wrong and nobody else has saved the same section meanwhile.
/// </summary>
[Needs(Deed.WriteEntry)]
public abstract class SectionModel(DraftService drafts) : CurateModel
{
    /// <summary>The buttons of every section.</summary>
    public const string Next = "next";

    public const string Stay = "stay";

    private IReadOnlyList<ListingProblem> _warnings = [];

    public abstract ListingSection Section { get; }

    /// <summary>What stands in the fields.</summary>
    public EntryForm Form { get; private set; } = new();

    public WrongFields Wrong { get; } = new();

    /// <summary>What the organisation works on, as it is kept.</summary>
    public ListingContent Kept { get; private set; } = null!;

    /// <summary>Names what stood in this section when the page was opened.</summary>
    public string Seen { get; private set; } = "";

    /// <summary>Somebody else saved this section: what stands there now, and what was typed here, where they differ.</summary>
    public IReadOnlyList<ListingChange> Theirs { get; private set; } = [];

    /// <summary>It was saved a moment ago.</summary>
    [FromQuery(Name = CurateField.Saved)]
    public string? Saved { get; set; }

    /// <summary>In which the entry was first written.</summary>
    public string Language => Kept.Name.Original;

    public ListingSection? Following => Section == ListingSection.Ask ? null : Section + 1;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        Kept = (await drafts.ReadAsync(Entry.ServiceId, Seat.OrganisationId, cancellationToken)).Content;
        Seen = ListingSections.Fingerprint(Kept, Section);
        Fill(Kept);
        _warnings = WarningsOf(Kept);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        Form = EntryForm.Of(Request.Form);
        Kept = (await drafts.ReadAsync(Entry.ServiceId, Seat.OrganisationId, cancellationToken)).Content;
        Seen = Form[CurateField.Seen];
        var typed = await ReadAsync(Kept, cancellationToken);
        if (!Wrong.IsEmpty)
            return NotSaved();
        try
        {
            var saved = await drafts.SaveSectionAsync(
                new SaveSection(Entry.ServiceId, Seat.OrganisationId, Section, Seen, now => ListingSections.Put(now, typed, Section), Today), Actor, cancellationToken);
            if (saved.IsSaved)
                return new SeeOther(Onward(saved.Now));
            Theirs = ListingDiff.Between(saved.Now, ListingSections.Put(saved.Now, typed, Section));
            Seen = ListingSections.Fingerprint(saved.Now, Section);
            Response.StatusCode = StatusCodes.Status409Conflict;
            return Page();
        }
        catch (ListingInvalidException invalid)
        {
            foreach (var problem in invalid.Problems)
                Wrong.Add(FieldOf(problem.Field), WrongFields.KeyOf(problem));
            return NotSaved();
        }
        catch (ListingRefusedException)
        {
            return NotFound();
        }
    }

    /// <summary>What should be looked at twice in a field, though it may stay.</summary>
    public IEnumerable<FieldError> Doubts(string field) => _warnings.Where(warning => FieldOf(warning.Field) == field)
        .Select(warning => new FieldError(field, WrongFields.KeyOf(warning), "")).DistinctBy(doubt => doubt.Message);

    /// <summary>What is not beside any field, as it belongs to the whole.</summary>
    public IEnumerable<FieldError> Elsewhere => Wrong.All.Where(error => !IsShown(error.Field));

    /// <summary>What is said about a field.</summary>
    public (SectionModel Page, string Name) Field(string name) => (this, name);

    public TextModel Words(string name, string label, int rows = 3, string? help = null) => new(this, name, label, rows, help);

    public LineModel Line(string name, string label, string? help = null, int rows = 1) => new(this, name, label, help, rows);

    public ChoiceModel Choice(string name, string legend, IReadOnlyList<ChoiceOption> options, string? help = null) => new(this, name, legend, options, help);

    /// <summary>Reads whatever it takes to draw the page.</summary>
    protected virtual Task OpenAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Puts what is kept into the fields.</summary>
    protected abstract void Fill(ListingContent content);

    /// <summary>What was typed, put into what is kept; what cannot be is said in <see cref="Wrong"/>.</summary>
    protected abstract Task<ListingContent> ReadAsync(ListingContent now, CancellationToken cancellation);

    protected void Fill(string name, Text? text) => EntryTexts.Fill(Form, name, text, Language);

    protected Text? Read(string name, Text? before) => EntryTexts.Read(Form, name, before, Seat.OrganisationId, Today, Wrong);

    protected LocalDate? Date(string name)
    {
        if (Form[name].Trim().Length == 0)
            return null;
        var date = SpecialDaysText.Date(Form[name]);
        if (date is null)
            Wrong.Add(name, "Entry.Wrong.Date");
        return date;
    }

    protected T? Chosen<T>(string name)
        where T : struct, Enum => Core.Data.EnumSlug.TryParse<T>(Form[name], out var value) ? value : null;

    /// <summary>The id of an item that is kept already; anything else is a new one, whatever was sent.</summary>
    protected Guid Id(string name, IEnumerable<Guid> kept) => Guid.TryParse(Form[name], CultureInfo.InvariantCulture, out var id) && kept.Contains(id) ? id : Guid.NewGuid();

    /// <summary>The field of the page in which a problem is to be mended.</summary>
    protected virtual string FieldOf(string path) => Wrong.FieldOf(path.Replace(".placeId", ".place", StringComparison.Ordinal), IsShown);

    private bool IsShown(string field) => Form.Has(field) || Form.Has(EntryTexts.Words(field)) || field.EndsWith(".hours", StringComparison.Ordinal) || field is "needs" or "switches" or "access" or "sites" or "phones" or "messages";

    private IReadOnlyList<ListingProblem> WarningsOf(ListingContent content) =>
        [.. drafts.Warnings(content).Where(warning => ListingSections.Of(warning.Field) == Section)];

    private string Onward(ListingContent saved)
    {
        // What is doubtful is said where it can be changed, once.
        bool hasNewDoubt = WarningsOf(saved).Select(w => (w.Field, w.Reason)).Except(WarningsOf(Kept).Select(w => (w.Field, w.Reason))).Any();
        string address = Form[CurateField.Then] == Stay || hasNewDoubt ? Links.Edit(Seat.Code, Entry.Code, Section)
            : Following is { } following ? Links.Edit(Seat.Code, Entry.Code, following)
            : Links.Entry(Seat.Code, Entry.Code);
        return $"{address}?{CurateField.Saved}=1";
    }
}

/// <summary>A text in several languages.</summary>
/// <param name="Label">Key of what it is called.</param>
/// <param name="Rows">1: one line.</param>
/// <param name="Help">Key of what to write; null: the label says it.</param>
public sealed record TextModel(SectionModel Page, string Name, string Label, int Rows, string? Help);

/// <summary>Something to type that has no language.</summary>
public sealed record LineModel(SectionModel Page, string Name, string Label, string? Help, int Rows)
{
    /// <summary>HTML's <c>inputmode</c>: which keys a phone shows.</summary>
    public string? Keys { get; init; }

    /// <summary>Id of a list to choose from while typing.</summary>
    public string? From { get; init; }

    /// <summary>Towns are suggested while typing, where there is a script.</summary>
    public bool IsTown { get; init; }
}

/// <summary>One of several.</summary>
/// <param name="Legend">Words, not a key.</param>
/// <param name="Help">Key.</param>
public sealed record ChoiceModel(SectionModel Page, string Name, string Legend, IReadOnlyList<ChoiceOption> Options, string? Help)
{
    /// <summary>Short ones stand in one row.</summary>
    public bool IsRow { get; init; }
}

/// <param name="Label">Words.</param>
/// <param name="Help">Words about what choosing it means.</param>
public sealed record ChoiceOption(string Value, string Label, string? Help = null);

/// <summary>A week of hours in lines.</summary>
/// <param name="At">The item that has them: <c>sites[0]</c>.</param>
public sealed record WeekModel(SectionModel Page, string At);
