using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Vetting;

/// <summary>The word of allied organisations: asked for, given or not, and an objection that a reviewer answers in writing.</summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="notes">Seals what people write.</param>
/// <param name="catalogue">What an entry is about.</param>
public sealed class WordService(DirectoryDbContext context, PrivateNotes notes, DirectoryCatalogue catalogue)
{
    /// <summary>Days until silence is taken for nothing to say.</summary>
    public const int Days = 7;

    /// <summary>
    /// Asks one allied organisation for each field that the entry touches: of its region where there is one, else of its country, and the one that
    /// was asked longest ago. Nobody is asked about what they do not know of, or again within the days of an answer. The first review of what
    /// waits asks by itself (<c>0034_shown_alone.sql</c>); this asks those who have come since.
    /// </summary>
    /// <returns>How many were asked.</returns>
    /// <exception cref="ListingRefusedException">The organisation may not judge.</exception>
    public async Task<int> AskAsync(AskForWord ask, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(actor);
        return await context.CallAsync<int>("select directory.ask_for_word($1, $2, $3)", cancellation, Uuid(ask.ServiceId), Uuid(ask.OrganisationId), Date(ask.On));
    }

    /// <summary>What an entry is, as it was written last, and what of it allied organisations know of.</summary>
    public async Task<AskedEntry> WhatAsync(Guid service, CancellationToken cancellation = default)
    {
        var newest = await context.Revisions.AsNoTracking().Where(r => r.ServiceId == service).OrderByDescending(r => r.Number).FirstAsync(cancellation);
        var content = Upcasters.Default.Read(newest.Content, newest.ContentVersion);
        return new AskedEntry(content.Name, content.Summary, AlliedFields.Of(content, catalogue));
    }

    /// <summary>An allied organisation gives its word, or objects.</summary>
    /// <exception cref="ListingInvalidException">There are no words, or an objection names no promise.</exception>
    /// <exception cref="ListingRefusedException">The organisation is not an allied one.</exception>
    public async Task<Guid> SayAsync(SayWord say, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(say);
        ArgumentNullException.ThrowIfNull(actor);
        if (say.Kind == WordKind.Objection && say.Criteria.Count == 0)
            throw new ListingInvalidException([new ListingProblem("criteria", "missing", "Say which promise is not kept.")]);
        var known = await context.CriteriaAsync(cancellation);
        if (say.Criteria.Any(id => !known.Criteria.Any(c => c.Id == id)))
            throw new ListingInvalidException([new ListingProblem("criteria", "unknown", "There is no such promise.")]);
        string words = PrivateNotes.Require("note", say.Note);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var id = Guid.NewGuid();
        context.Add(new Word
        {
            Id = id,
            ServiceId = say.ServiceId,
            OrganisationId = say.OrganisationId,
            AccountId = say.AccountId,
            Kind = say.Kind,
            Criteria = [.. say.Criteria.Distinct().Order()],
            SaidOn = say.On,
            Note = notes.Seal("word", id, words),
        });
        context.Add(DirectoryEvent.OfService(actor, say.Kind == WordKind.Objection ? "object" : "say-word", say.ServiceId, reason: null));
        await context.SaveByRulesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return id;
    }

    /// <summary>A reviewer answers in writing. From then on an objection stops nothing.</summary>
    /// <exception cref="ListingInvalidException">There are no words.</exception>
    /// <exception cref="ListingRefusedException">It was answered already, or the reviewer has a tie.</exception>
    public async Task AnswerAsync(AnswerWord answer, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(actor);
        string words = PrivateNotes.Require("answer", answer.Answer);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var word = await context.Set<Word>().SingleOrDefaultAsync(w => w.Id == answer.WordId, cancellation)
            ?? throw new ListingRefusedException("word_unknown", "There is no such word.");
        word.AnsweredOn = answer.On;
        word.AnsweredBy = answer.OrganisationId;
        word.AnswerAccount = answer.AccountId;
        word.Answer = notes.Seal("word-answer", word.Id, words);
        context.Add(DirectoryEvent.OfService(actor, "answer-word", word.ServiceId, reason: null));
        await context.SaveByRulesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>What was asked and said about a service, the newest first. Reading what others wrote is recorded.</summary>
    public async Task<IReadOnlyList<SaidWord>> OfAsync(Guid service, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var said = await context.Set<Word>().AsNoTracking().Where(w => w.ServiceId == service)
            .Join(context.Organisations, w => w.OrganisationId, o => o.Id, (w, o) => new { Word = w, o.Name })
            .OrderByDescending(w => w.Word.SaidOn).ThenBy(w => w.Word.Id).ToListAsync(cancellation);
        if (said.Exists(w => w.Word.OrganisationId != actor.OrganisationId))
            await context.NoteReadingAsync(service, actor, cancellation);
        return [.. said.Select(w => new SaidWord(
            w.Word.Id, w.Word.OrganisationId, w.Name, w.Word.Kind, w.Word.Criteria, w.Word.SaidOn, notes.Open("word", w.Word.Id, w.Word.Note),
            w.Word.Answer is null ? null : notes.Open("word-answer", w.Word.Id, w.Word.Answer), w.Word.AnsweredOn))];
    }

    /// <summary>Who was asked, and until when silence waits.</summary>
    public async Task<IReadOnlyList<AskedWord>> AskedAsync(Guid service, CancellationToken cancellation = default) =>
        await context.Set<WordRequest>().AsNoTracking().Where(r => r.ServiceId == service)
            .Join(context.Organisations, r => r.OrganisationId, o => o.Id, (r, o) => new { Request = r, o.Name })
            .OrderByDescending(r => r.Request.AskedOn)
            .Select(r => new AskedWord(r.Request.OrganisationId, r.Name, r.Request.AskedOn, r.Request.EndsOn)).ToListAsync(cancellation);
}

public sealed record AskedEntry(Text Name, Text? Summary, IReadOnlyList<OrganisationField> Fields);

/// <param name="Answer">A reviewer's; null: none yet.</param>
public sealed record SaidWord(
    Guid Id, Guid OrganisationId, Text OrganisationName, WordKind Kind, IReadOnlyList<int> Criteria, LocalDate SaidOn, string Note, string? Answer, LocalDate? AnsweredOn);

public sealed record AskedWord(Guid OrganisationId, Text OrganisationName, LocalDate AskedOn, LocalDate EndsOn);
