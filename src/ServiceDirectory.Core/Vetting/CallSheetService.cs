using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;
using ServiceDirectory.Core.Listings.Drafts;

namespace ServiceDirectory.Core.Vetting;

/// <summary>
/// One talk fills everything: what was said is evidence, what it means is the beginning of a verdict, and facts that nobody knew before are
/// written into the entry, which then waits anew with them.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="catalogue">The promises and facts.</param>
/// <param name="evidence">Keeps what was said.</param>
/// <param name="reviews">Keeps what it means.</param>
/// <param name="proposals">Hands in the entry with its new facts.</param>
public sealed class CallSheetService(
    DirectoryDbContext context, DirectoryCatalogue catalogue, EvidenceService evidence, ReviewService reviews, ProposalService proposals)
{
    /// <summary>What an entry lacks that a talk can find out, and without which it cannot be shown.</summary>
    public MissingFacts Missing(ListingContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new MissingFacts(
            content.Consent is null or { Kind: ConsentKind.Missing },
            ConsentRules.LacksAddressWord(content),
            [.. catalogue.Facets.Where(f => f.Decides && !content.Access.Any(a => a.Facet == f.Id))],
            content.Cost is null,
            content.Sharing.Police is null,
            content.Sites is [{ Hours: null or { Count: 0 }, ByAppointment: false }]);
    }

    /// <summary>Keeps the whole sheet at once.</summary>
    /// <exception cref="ListingInvalidException">Something that was typed cannot be kept; nothing was written.</exception>
    /// <exception cref="ListingRefusedException">A rule stands against it; nothing was written.</exception>
    public async Task SaveAsync(SaveCallSheet sheet, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var now = await reviews.ReadAsync(sheet.ServiceId, sheet.OrganisationId, cancellation);
        if (now is not { IsWaiting: true })
            throw new ListingRefusedException("review_proposal", "Nothing waits to be judged here.");
        foreach (var said in sheet.Answers.Where(a => !string.IsNullOrWhiteSpace(a.Value)))
        {
            try
            {
                await evidence.AddAsync(
                    new AddEvidence(sheet.ServiceId, false, sheet.OrganisationId, sheet.AccountId, sheet.Kind, sheet.FoundOn, said.Value, [said.Key], sheet.On), actor, cancellation);
            }
            catch (ListingInvalidException invalid)
            {
                throw new ListingInvalidException([.. invalid.Problems.Select(p => p.Field == "note" ? p with { Field = FormattableString.Invariant($"note{said.Key}") } : p)]);
            }
        }

        var written = Write(now.Content, sheet);
        if (!CanonicalJson.Hash(written).AsSpan().SequenceEqual(CanonicalJson.Hash(now.Content)))
        {
            await proposals.HandInAsync(
                new HandInRevision(sheet.ServiceId, sheet.OrganisationId, sheet.AccountId, written, sheet.On, ChangeClasses.Of(now.Before, written) ?? ChangeClass.Promises),
                actor,
                cancellation);
        }

        if (sheet.Verdicts.Count > 0)
        {
            var review = await reviews.StartAsync(new StartReview(sheet.ServiceId, sheet.OrganisationId, sheet.AccountId, sheet.On), actor, cancellation);
            var own = (await reviews.ReadAsync(sheet.ServiceId, sheet.OrganisationId, cancellation))!.Own!;
            var verdicts = own.Verdicts.ToDictionary();
            foreach (var (criterion, verdict) in sheet.Verdicts)
                verdicts[criterion] = verdict;
            // Nobody says of another person that they have a tie, or none.
            var tie = own.AccountId == sheet.AccountId ? own.Tie : null;
            await reviews.SaveAsync(new SaveReview(review, sheet.AccountId, own.Edition, verdicts, tie, own.Minutes, sheet.On), actor, cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private ListingContent Write(ListingContent content, SaveCallSheet sheet)
    {
        var missing = Missing(content);
        string language = content.Name.Original;
        Text? Words(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : Text.Of(language, typed.ReplaceLineEndings("\n").Trim());
        return content with
        {
            Consent = Said(missing, content.Consent, sheet),
            Access =
            [
                .. content.Access,
                .. missing.Facets.Where(f => sheet.Facts.ContainsKey(f.Id)).Select(f => new AccessFact
                {
                    Id = Guid.NewGuid(),
                    Facet = f.Id,
                    Yes = sheet.Facts[f.Id].Yes,
                    Value = sheet.Facts[f.Id].Value,
                }),
            ],
            Cost = content.Cost ?? Words(sheet.Cost),
            Sharing = content.Sharing with { Police = content.Sharing.Police ?? Words(sheet.Police) },
            Sites = missing.Hours ? [content.Sites[0] with { Hours = Hours(sheet, language) ?? content.Sites[0].Hours }] : content.Sites,
        };
    }

    // Only what the service said itself: where it may be shown is a question of its own, beside whether it may be shown at all.
    private static Consent? Said(MissingFacts missing, Consent? before, SaveCallSheet sheet)
    {
        var consent = missing.Consent && sheet.SaidYes ? new Consent { Kind = ConsentKind.Given, GivenOn = sheet.FoundOn ?? sheet.On } : before;
        return missing.Address && sheet.SaidAddress && consent is not null ? consent with { ExactAddress = true } : consent;
    }

    private static IReadOnlyList<HoursRule>? Hours(SaveCallSheet sheet, string language)
    {
        if (string.IsNullOrWhiteSpace(sheet.Weekdays + sheet.Saturday + sheet.Sunday))
            return null;
        var reading = new WeekText(["", "", "", "", "", sheet.Saturday ?? "", sheet.Sunday ?? ""], sheet.Weekdays ?? "", IsClosedElse: true).Read(null, language);
        return reading.Rules ?? throw new ListingInvalidException([new ListingProblem("hours", "not-understood", "Write the hours as 9:00-17:00, or closed.")]);
    }
}

/// <param name="Consent">Nobody asked whether it wants to be listed.</param>
/// <param name="Address">Nobody asked whether its exact address may be shown.</param>
/// <param name="Facets">Facts that decide a visit and are not known.</param>
/// <param name="Hours">Those of its only place.</param>
public sealed record MissingFacts(bool Consent, bool Address, IReadOnlyList<Facet> Facets, bool Cost, bool Police, bool Hours)
{
    public bool IsEmpty => !Consent && !Address && Facets.Count == 0 && !Cost && !Police && !Hours;
}

/// <param name="Kind">How they talked.</param>
/// <param name="Answers">What was said, by the id of the promise.</param>
/// <param name="Verdicts">What it means; no verdict leaves what was there.</param>
/// <param name="Facts">What was said of facts that were not known, by id.</param>
public sealed record SaveCallSheet(
    Guid ServiceId, Guid OrganisationId, Guid? AccountId, EvidenceKind Kind, LocalDate? FoundOn, IReadOnlyDictionary<int, string> Answers,
    IReadOnlyDictionary<int, Verdict> Verdicts, IReadOnlyDictionary<int, SaidFact> Facts, LocalDate On)
{
    /// <summary>The service wants to be listed.</summary>
    public bool SaidYes { get; init; }

    /// <summary>Its exact address may be shown.</summary>
    public bool SaidAddress { get; init; }

    public string? Cost { get; init; }

    public string? Police { get; init; }

    /// <summary>Hours from Monday to Friday as they are typed.</summary>
    public string? Weekdays { get; init; }

    public string? Saturday { get; init; }

    public string? Sunday { get; init; }
}

/// <param name="Value">Which of the fact's values a yes has; null: it has none.</param>
public readonly record struct SaidFact(bool Yes, string? Value);
