using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Messages;

/// <summary>What happened at a service, or at a place that is not listed.</summary>
public abstract class WhatHappenedModel(PromiseBook promises, MessageService messages, PublicPosts posts, DirectorySecrets secrets, TimeProvider clock)
    : MessageModel(messages, posts, secrets, clock)
{
    /// <summary>Those that have a plain sentence of their own.</summary>
    public IReadOnlyList<Criterion> Plain { get; private set; } = [];

    /// <summary>All other promises.</summary>
    public IReadOnlyList<Criterion> Others { get; private set; } = [];

    /// <summary>What was chosen is among what opens last.</summary>
    public bool IsOther => TypedWhat == EnumSlug.Of(MessageKind.Else) || Others.Any(c => TypedWhat == Value(c));

    public abstract string Address { get; }

    public static string Value(Criterion criterion)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        return criterion.Id.ToString(CultureInfo.InvariantCulture);
    }

    protected async Task ReadAsync(CancellationToken cancellation)
    {
        var newest = (await promises.ReadAsync(cancellation)).Newest.Criteria;
        Plain = [.. newest.Where(c => c.Concern is not null)];
        Others = [.. newest.Where(c => c.Required && c.Concern is null)];
    }

    /// <returns>Null: nothing was chosen.</returns>
    protected SendMessage? Chosen(string? service)
    {
        if (Plain.Concat(Others).FirstOrDefault(c => Value(c) == TypedWhat) is { } promise)
            return Of(MessageKind.Promise, promise.Id);
        return EnumSlug.TryParse<MessageKind>(TypedWhat ?? "", out var kind) && kind is MessageKind.Details or MessageKind.Good or MessageKind.Else ? Of(kind, null) : null;

        SendMessage Of(MessageKind kind, int? criterion) => new(kind, service, criterion, null, service is null ? TypedNamed : null, TypedWords, false, [], Today);
    }
}

/// <summary>Of a service that is listed.</summary>
public sealed class ConcernModel(
    PublicContext published, PromiseBook promises, MessageService messages, PublicPosts posts, DirectorySecrets secrets, TimeProvider clock)
    : WhatHappenedModel(promises, messages, posts, secrets, clock)
{
    [FromRoute(Name = "code")]
    public string EntryCode { get; set; } = "";

    /// <summary>Null: it is off every page, and what happened there can be told all the same.</summary>
    public Text? Name { get; private set; }

    public override string Address => Links.Concern(EntryCode);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await FindAsync(cancellationToken))
            return await GoneAsync(cancellationToken);
        await ReadAsync(cancellationToken);
        Ask();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await FindAsync(cancellationToken))
            return await GoneAsync(cancellationToken);
        await ReadAsync(cancellationToken);
        await SendAsync(Chosen(EntryCode), cancellationToken);
        return Page();
    }

    /// <summary>Whether there is or was such an entry.</summary>
    private async Task<bool> FindAsync(CancellationToken cancellation)
    {
        var entry = await published.Services.SingleOrDefaultAsync(service => service.Code == EntryCode, cancellation);
        if (entry?.HiddenFrom > Today)
            Name = entry.ReadContent(Now).Name;
        return entry is not null || await published.Gone.AnyAsync(gone => gone.Code == EntryCode, cancellation);
    }

    private Task<IActionResult> GoneAsync(CancellationToken cancellation) => this.LeftAsync(published, EntryCode, null, isHidden: false, Links.Concern, cancellation);
}
