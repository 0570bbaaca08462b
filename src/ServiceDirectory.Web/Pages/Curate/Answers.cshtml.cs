using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Drafts;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Urgent;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Whom to call in an urgent situation of a country: one organisation writes, another one calls the numbers too and approves.</summary>
[Needs(Deed.WriteAnswers)]
public sealed class AnswersModel(CountryAnswerService answers, DirectoryCatalogue catalogue, IOptions<DirectoryOptions> options) : CurateModel
{
    [BindProperty(Name = KeepingField.Country)]
    public string? TypedCountry { get; set; }

    [BindProperty(Name = KeepingField.Situation)]
    public string? TypedSituation { get; set; }

    [BindProperty(Name = KeepingField.Words)]
    public string? TypedWords { get; set; }

    [BindProperty(Name = KeepingField.Number)]
    public string?[] TypedNumbers { get; set; } = [];

    [BindProperty(Name = KeepingField.For)]
    public string?[] TypedFor { get; set; } = [];

    [BindProperty(Name = KeepingField.Weekdays)]
    public string?[] TypedWeekdays { get; set; } = [];

    [BindProperty(Name = KeepingField.Saturday)]
    public string?[] TypedSaturday { get; set; } = [];

    [BindProperty(Name = KeepingField.Sunday)]
    public string?[] TypedSunday { get; set; } = [];

    [BindProperty(Name = KeepingField.Do)]
    public string? TypedDo { get; set; }

    [BindProperty(Name = KeepingField.Twice)]
    public string? TypedTwice { get; set; }

    [BindProperty(Name = KeepingField.Confirm)]
    public Guid? Approved { get; set; }

    [BindProperty(Name = CurateField.End)]
    public Guid? Ended { get; set; }

    public IReadOnlyList<WrittenAnswer> Written { get; private set; } = [];

    /// <summary>As the public would read it; null: nothing was looked at.</summary>
    public UrgentLines? Preview { get; private set; }

    public bool IsOdd { get; private set; }

    /// <summary>What was wrong, in words of the rules; empty: nothing.</summary>
    public IReadOnlyList<string> Wrong { get; private set; } = [];

    /// <summary>The key of what stands against it; null: nothing.</summary>
    public string? Refused { get; private set; }

    public string Country => TypedCountry ?? options.Value.HomeCountry;

    public IReadOnlyList<Situation> Situations => catalogue.Situations;

    /// <summary>As the public reads an answer that was written.</summary>
    public UrgentLines Lines(WrittenAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Lines(answer.Situation, new CountryAnswer(answer.Country, answer.Content, answer.WrittenOn));
    }

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(cancellationToken);
        try
        {
            if (Ended is { } ended)
                await answers.EndAsync(new EndCountryAnswer(Seat.OrganisationId, ended, Today), Actor, cancellationToken);
            else if (Approved is { } approved)
                await answers.ApproveAsync(new ApproveCountryAnswer(Seat.OrganisationId, approved, Today), Actor, cancellationToken);
            else if (Read() is { } write)
                return await WriteAsync(write, cancellationToken);
            else
                return NotSaved();
            return new SeeOther(Links.Answers(Seat.Code));
        }
        catch (ListingRefusedException refused)
        {
            Refused = refused.Rule is "country_answer_second" ? "Answers.Second" : "Suspension.Refused";
            return NotSaved();
        }
    }

    private WriteCountryAnswer? Read()
    {
        if (string.IsNullOrWhiteSpace(TypedWords) || !int.TryParse(TypedSituation, NumberStyles.None, CultureInfo.InvariantCulture, out int situation)
            || catalogue.Situations.All(known => known.Id != situation))
        {
            Refused = "Answers.Missing";
            return null;
        }

        string language = CultureInfo.CurrentUICulture.Name;
        var lines = new List<AnswerLine>();
        foreach (var (position, typed) in TypedNumbers.Index())
        {
            if (typed?.Trim() is not { Length: > 0 } number)
                continue;
            if (Hours(position) is not { } hours)
            {
                Refused = "Answers.HoursWrong";
                return null;
            }

            lines.Add(new AnswerLine { Number = number, For = Text.Of(language, At(TypedFor, position) is { Length: > 0 } who ? who : number), Hours = hours });
        }

        return new WriteCountryAnswer(
            Seat.OrganisationId, Country.Trim().ToUpperInvariant(), situation,
            new CountryAnswerContent { Words = Text.Of(language, TypedWords.ReplaceLineEndings("\n").Trim()), Lines = [.. lines] }, Today, LookedTwice: TypedTwice is not null);
    }

    /// <summary>What was typed of one line; null: nothing.</summary>
    public static string? At(string?[] typed, int position)
    {
        ArgumentNullException.ThrowIfNull(typed);
        return position < typed.Length ? typed[position]?.Trim() : null;
    }

    /// <summary>Whether hours of a line were typed.</summary>
    public bool HasHours(int position) =>
        new[] { TypedWeekdays, TypedSaturday, TypedSunday }.Any(typed => !string.IsNullOrEmpty(At(typed, position)));

    /// <summary>When somebody answers, as it was typed: none where nothing was. Null: it cannot be read.</summary>
    private List<LineHours>? Hours(int position)
    {
        string[] typed = [At(TypedWeekdays, position) ?? "", At(TypedSaturday, position) ?? "", At(TypedSunday, position) ?? ""];
        if (typed.All(string.IsNullOrEmpty))
            return [];
        var week = new WeekText(["", "", "", "", "", typed[1], typed[2]], typed[0], IsClosedElse: true).Read(null, CultureInfo.CurrentUICulture.Name);
        return week.Rules?.Select(rule => new LineHours { Day = rule.Day, Opens = rule.Opens, Closes = rule.Closes }).ToList();
    }

    private async Task<IActionResult> WriteAsync(WriteCountryAnswer write, CancellationToken cancellation)
    {
        try
        {
            answers.Check(write);
            if (TypedDo is not KeepingField.Post)
            {
                Preview = Lines(write.Situation, new CountryAnswer(write.Country, write.Content, Today));
                return Page();
            }

            await answers.WriteAsync(write, Actor, cancellation);
            return new SeeOther(Links.Answers(Seat.Code));
        }
        catch (ListingInvalidException invalid)
        {
            IsOdd = invalid.Problems.All(problem => problem.IsWarning);
            Wrong = [.. invalid.Problems.Select(problem => problem.Message)];
            return NotSaved();
        }
    }

    private UrgentLines Lines(int situation, CountryAnswer answer) =>
        new(catalogue.Situations.First(known => known.Id == situation), answer.Country, answer, [], IsAway: false)
        {
            Lines = [.. answer.Content.Lines.Select(line => (line, new Core.Search.OpenState(Core.Search.OpenKind.NotKnown, null)))],
        };

    private async Task ShowAsync(CancellationToken cancellation) => Written = await answers.WrittenAsync(Today, cancellation);
}
