using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>The promises as they are judged, and the form by which a council proposes another one, or that one changes.</summary>
[Needs(Deed.SpeakInCouncil)]
public sealed class PromisesModel(CriteriaService criteria, Wording words) : CouncilForm(words)
{
    private const int UsualMonths = 6;

    public CriteriaSet Newest { get; private set; } = null!;

    public static string Language => CultureInfo.CurrentUICulture.Name;

    /// <summary>The other languages of the pages.</summary>
    public static IEnumerable<string> Others => PageLanguages.Written.Where(language => language != Language);

    /// <summary>The principles in the order of their numbers.</summary>
    public IReadOnlyList<string> Principles => [.. Newest.Criteria.Select(c => c.Principle).Distinct()];

    /// <summary>What somebody wants to change; null: nothing was chosen yet.</summary>
    public CriteriaChangeKind? Asked => Slug<CriteriaChangeKind>(Sent(PromiseField.Change)) is { } kind && (kind is CriteriaChangeKind.Added || (Chosen is { } chosen && Fits(kind, chosen))) ? kind : null;

    /// <summary>Of which promise.</summary>
    public Criterion? Chosen => int.TryParse(Sent(PromiseField.Criterion), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? Newest.Criteria.FirstOrDefault(c => c.Id == id) : null;

    /// <summary>What can change of a promise as it is.</summary>
    public static bool Fits(CriteriaChangeKind kind, Criterion criterion)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        return kind switch
        {
            CriteriaChangeKind.Added => false,
            CriteriaChangeKind.Words => true,
            CriteriaChangeKind.Required => !criterion.Required,
            CriteriaChangeKind.Recommended => criterion is { Required: true, RedLine: false },
            // A red line is taken away from no kind of service: it can only get more.
            _ => criterion.Required && (!criterion.RedLine || criterion.Profiles.Count < Enum.GetValues<Profile>().Length),
        };
    }

    public static bool AsksProfiles(CriteriaChangeKind kind) => kind is CriteriaChangeKind.Added or CriteriaChangeKind.Required or CriteriaChangeKind.Profiles;

    public bool IsTicked(Profile profile) =>
        Request.HasFormContentType ? Ticked(PromiseField.Profile).Contains(EnumSlug.Of(profile)) : Chosen?.Profiles.Contains(profile) ?? false;

    public string Months => Request.HasFormContentType ? Typed(PromiseField.Months) : UsualMonths.ToString(CultureInfo.InvariantCulture);

    /// <summary>In the order of the page: the name of a field there, and in the rules.</summary>
    private static readonly (string Field, string Rule)[] s_fields =
    [
        (PromiseField.Principle, "principle"), (PromiseField.Said, "said"), (PromiseField.Ask, "ask"), (PromiseField.How, "how"), (PromiseField.BrokenWhen, "broken-when"),
        (PromiseField.Profile, "profiles"), (PromiseField.Months, "months"), (PromiseField.Reason, "reason"),
    ];

    /// <summary>The first field that was wrong; null: none of those that stand there.</summary>
    public string? FirstWrong => s_fields.FirstOrDefault(one => WrongIn(one.Field) is not null).Field;

    /// <summary>What was wrong with a field, in words; null: nothing.</summary>
    public string? WrongIn(string field)
    {
        string rule = s_fields.First(one => one.Field == field).Rule;
        return Problems.FirstOrDefault(problem => problem.Field == rule) is not { } wrong ? null
            : wrong.Reason is "empty" ? Words["Message.wordsEmpty"]
            : Words.Find($"Refused.{wrong.Reason}") ?? Words["Refused.Other"];
    }

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(cancellationToken);
        Task Show() => Task.CompletedTask;
        if (Asked is not { } kind)
            return await RefuseAsync(PromiseField.Change, Words["Refused.Other"], Show);
        bool isNew = kind is CriteriaChangeKind.Added;
        return await DoAsync(PromiseField.Change, () => criteria.ProposeAsync(
            new ProposeCriteria(kind, Today, Typed(PromiseField.Reason).Trim())
            {
                Criterion = isNew ? null : Chosen!.Id,
                Principle = isNew && int.TryParse(Typed(PromiseField.Principle), NumberStyles.None, CultureInfo.InvariantCulture, out int principle) ? principle : null,
                Profiles = AsksProfiles(kind) ? [.. Ticked(PromiseField.Profile).Select(Slug<Profile>).OfType<Profile>()] : [],
                Said = isNew || kind is CriteriaChangeKind.Words ? Said() : null,
                Ask = isNew ? Text.Of(Language, Typed(PromiseField.Ask).Trim()) : null,
                How = isNew ? Typed(PromiseField.How).ReplaceLineEndings("\n").Trim() : null,
                BrokenWhen = isNew ? Typed(PromiseField.BrokenWhen).ReplaceLineEndings("\n").Trim() : null,
                Months = AsksProfiles(kind) && int.TryParse(Typed(PromiseField.Months), NumberStyles.None, CultureInfo.InvariantCulture, out int months) ? months : null,
            },
            Actor, cancellationToken), Show, Links.Council(Seat.Code));
    }

    private Text Said()
    {
        var said = Text.Of(Language, Typed(PromiseField.Said).ReplaceLineEndings("\n").Trim());
        foreach (string language in Others)
        {
            if (Typed(PromiseField.SaidIn + language).ReplaceLineEndings("\n").Trim() is { Length: > 0 } translated)
                said = said.With(language, translated, Seat.OrganisationId, Today);
        }

        return said;
    }

    private string Sent(string field) => Request.HasFormContentType ? Typed(field) : Request.Query[field].ToString();

    private async Task ShowAsync(CancellationToken cancellation) => Newest = await criteria.NewestAsync(cancellation);
}
