using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Messages;

/// <summary>
/// A form that anybody may send. It takes everything: what comes in great numbers waits apart. Whatever is wrong with it, what was typed
/// stays in it. The code is shown once, in the answer, and stands in no address.
/// </summary>
[IgnoreAntiforgeryToken]
public abstract class MessageModel(MessageService messages, PublicPosts posts, DirectorySecrets secrets, TimeProvider clock) : PageModel
{
    private readonly PublicForm _form = new("message-form", "Message", secrets, posts);

    [BindProperty(Name = MessageField.What)]
    public string? TypedWhat { get; set; }

    [BindProperty(Name = MessageField.Words)]
    public string? TypedWords { get; set; }

    [BindProperty(Name = MessageField.Named)]
    public string? TypedNamed { get; set; }

    [BindProperty(Name = MessageField.Form)]
    public string? TypedForm { get; set; }

    [BindProperty(Name = MessageField.Sum)]
    public string? TypedSum { get; set; }

    [BindProperty(Name = MessageField.Empty)]
    public string? TypedEmpty { get; set; }

    /// <summary>Of the form that is shown, sealed.</summary>
    public string Form => _form.Sealed;

    /// <summary>Null: none is asked.</summary>
    public PlainQuestion? Question => _form.Question;

    /// <summary>Field and key of what was wrong with it.</summary>
    public IDictionary<string, string> Wrong { get; } = new Dictionary<string, string>();

    /// <summary>What became of it; null: it was not sent yet.</summary>
    public MessageArrival? Arrival { get; private set; }

    /// <summary>As it is shown; null: there is none.</summary>
    public string? Code { get; private set; }

    protected Instant Now => clock.Now();

    protected LocalDate Today => Now.InUtc().Date;

    /// <summary>Makes the form new.</summary>
    protected void Ask()
    {
        HttpContext.SendUncompressed();
        _form.Ask(Now);
    }

    /// <summary>Sends what was typed.</summary>
    /// <param name="message">Without what the form brings; null: what it is about was not chosen.</param>
    /// <param name="cancellation">Stops it.</param>
    protected async Task SendAsync(SendMessage? message, CancellationToken cancellation)
    {
        HttpContext.SendUncompressed();
        var form = _form.Open(TypedForm, Now);
        foreach (var (field, key) in _form.Wrong(form, TypedSum, TypedEmpty, Now))
            Wrong[field] = key;
        if (message is null)
            Wrong[MessageField.What] = "Message.WhatWrong";
        _form.Show(form, TypedForm, Now);
        if (Wrong.Count == 0 && form is not null && message is not null)
            await TakeInAsync(message with { Nonce = form.Nonce }, cancellation);
        if (Wrong.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
    }

    private async Task TakeInAsync(SendMessage message, CancellationToken cancellation)
    {
        try
        {
            bool isCrowded = !posts.Take(HttpContext.Connection.RemoteIpAddress);
            var sent = await posts.InTurnAsync(() => messages.SendAsync(message with { IsCrowded = isCrowded }, cancellation), cancellation);
            Arrival = sent.Arrival;
            Code = sent.Code is { } code ? SecretCode.Show(code) : null;
            // It is sent again with another form.
            if (sent.Arrival is MessageArrival.Full)
                Ask();
        }
        catch (ListingInvalidException invalid)
        {
            foreach (var problem in invalid.Problems)
                Wrong[problem.Field] = problem.Reason is "empty" ? $"Message.{problem.Field}Empty" : problem.Reason is "too-long" ? $"Message.{problem.Field}Long" : "Message.WordsSigns";
        }
        catch (ListingRefusedException)
        {
            Wrong[MessageField.What] = "Message.Gone";
        }
    }
}

/// <summary>Which place or service is meant.</summary>
/// <param name="Label">Key of its words.</param>
/// <param name="Help">Key of what to type.</param>
public sealed record NamedModel(MessageModel Form, string Label, string Help);
