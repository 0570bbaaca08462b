using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>The word of allied organisations: reviewers ask for it and answer objections, allied ones give it or object.</summary>
[Needs(Deed.GiveWord)]
public sealed class WordModel(WordService words, CriteriaService criteria, Wording wording) : CurateModel
{
    [BindProperty(Name = VettingField.Do)]
    public string? Do { get; set; }

    [BindProperty(Name = VettingField.Kind)]
    public string? TypedKind { get; set; }

    [BindProperty(Name = VettingField.Note)]
    public string? TypedNote { get; set; }

    [BindProperty(Name = VettingField.Criterion)]
    public string[] TypedCriteria { get; set; } = [];

    [BindProperty(Name = VettingField.Which)]
    public string? TypedWhich { get; set; }

    [BindProperty(Name = VettingField.Answer)]
    public string? TypedAnswer { get; set; }

    public IReadOnlyList<SaidWord> Said { get; private set; } = [];

    public IReadOnlyList<AskedWord> Asked { get; private set; } = [];

    public IReadOnlyList<Criterion> Criteria { get; private set; } = [];

    /// <summary>What the entry is about that allied organisations know of.</summary>
    public IReadOnlyList<OrganisationField> Fields { get; private set; } = [];

    /// <summary>What it is about; null: nothing was read yet.</summary>
    public AskedEntry? What { get; private set; }

    /// <summary>The organisation was asked, and until when silence waits; null: it was not, or has said something since.</summary>
    public AskedWord? AskedOfUs => Asked.FirstOrDefault(asked => asked.OrganisationId == Seat.OrganisationId && asked.EndsOn >= Today
        && !Said.Any(word => word.OrganisationId == Seat.OrganisationId && word.SaidOn >= asked.AskedOn));

    /// <summary>The organisation has said something.</summary>
    public bool HasSaid => IsAllied && Said.Any(word => word.OrganisationId == Seat.OrganisationId);

    public bool IsAllied => Seat.Kind == OrganisationKind.Allied;

    public IReadOnlyDictionary<string, string> Wrong { get; private set; } = new Dictionary<string, string>();

    public string? Refused { get; private set; }

    public bool MayJudge => May(Deed.Judge);

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await DoneAsync(cancellationToken))
                return new SeeOther(Links.Word(Seat.Code, Entry.Code));
            Refused ??= wording["Judge.Refused.other"];
        }
        catch (ListingInvalidException invalid)
        {
            Wrong = invalid.Problems.DistinctBy(p => p.Field).ToDictionary(p => p.Field, p => wording.Find($"Judge.Wrong.{p.Field}") ?? p.Message);
        }
        catch (ListingRefusedException refused)
        {
            Refused = wording.Refusal(refused);
        }

        await ShowAsync(cancellationToken);
        return NotSaved();
    }

    /// <returns>False: nothing that they may do was asked.</returns>
    private async Task<bool> DoneAsync(CancellationToken cancellation)
    {
        switch (Do)
        {
            case VettingField.Ask when MayJudge:
                int asked = await words.AskAsync(
                    new AskForWord(Entry.ServiceId, Seat.OrganisationId, Today), new Actor(Seat.OrganisationId, ActorRole.Reviewer), cancellation);
                if (asked == 0)
                    Refused = wording["Judge.Refused.word-nobody"];
                return asked > 0;
            case VettingField.Answer when MayJudge && Guid.TryParse(TypedWhich, out var which):
                // Of this entry, and of no other.
                await ShowAsync(cancellation);
                if (!Said.Any(w => w.Id == which))
                    return false;
                await words.AnswerAsync(
                    new AnswerWord(which, Seat.OrganisationId, Member.AccountId, TypedAnswer, Today), new Actor(Seat.OrganisationId, ActorRole.Reviewer), cancellation);
                return true;
            case VettingField.Fine when IsAllied:
                await words.SayAsync(new SayWord(Entry.ServiceId, Seat.OrganisationId, Member.AccountId, WordKind.Word, [], wording["Word.Fine"], Today), Actor, cancellation);
                return true;
            case VettingField.Save when IsAllied:
                var kind = TypedKind == EnumSlug.Of(WordKind.Objection) ? WordKind.Objection : WordKind.Word;
                int[] criteria = [.. TypedCriteria.Select(id => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int read) ? read : 0)];
                await words.SayAsync(new SayWord(Entry.ServiceId, Seat.OrganisationId, Member.AccountId, kind, criteria, TypedNote, Today), Actor, cancellation);
                return true;
            default:
                return false;
        }
    }

    private async Task ShowAsync(CancellationToken cancellation)
    {
        Said = await words.OfAsync(Entry.ServiceId, Actor, cancellation);
        Asked = await words.AskedAsync(Entry.ServiceId, cancellation);
        Criteria = [.. (await criteria.NewestAsync(cancellation)).Criteria.Where(c => c.Required)];
        What = await words.WhatAsync(Entry.ServiceId, cancellation);
        Fields = What.Fields;
    }
}
