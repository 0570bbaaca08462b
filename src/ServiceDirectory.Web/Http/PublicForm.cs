using NodaTime;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// What every form has that anybody may send: a <see cref="OneUseForm"/>, sealed, for a while a plain question, and a field that stays empty. What
/// is wrong with any of them is said beside it.
/// </summary>
/// <param name="purpose">Which form it is: it opens for no other.</param>
/// <param name="words">Before the keys of what is said: <c>Message</c> has <c>Message.TooOld</c> and so on.</param>
/// <param name="secrets">Seal it.</param>
/// <param name="posts">Know whether a question is asked now.</param>
public sealed class PublicForm(string purpose, string words, DirectorySecrets secrets, PublicPosts posts)
{
    /// <summary>Names of its fields.</summary>
    public const string Field = "form";

    /// <summary>Answers the plain question.</summary>
    public const string Sum = "sum";

    /// <summary>Nobody fills it in but a machine that fills in everything.</summary>
    public const string Empty = "subject";

    /// <summary>As it stands in the page.</summary>
    public string Sealed { get; private set; } = "";

    /// <summary>Null: none is asked.</summary>
    public PlainQuestion? Question { get; private set; }

    /// <summary>Makes it new.</summary>
    public void Ask(Instant now)
    {
        Question = posts.NewQuestion();
        Sealed = secrets.SealText(purpose, OneUseForm.New(now, Question));
    }

    /// <returns>Null: it took too long, or is not ours.</returns>
    public OneUseForm? Open(string? typed, Instant now) => secrets.OpenText<OneUseForm>(purpose, typed, now);

    /// <summary>For the page that shows it again: the same, unless it cannot be sent any more as it is.</summary>
    public void Show(OneUseForm? opened, string? typed, Instant now)
    {
        if (opened is null || opened.Question is null && posts.Asks)
            Ask(now);
        else
            (Sealed, Question) = (typed!, opened.Question);
    }

    /// <summary>What can be told before anything is taken in, all of it at once: field and key.</summary>
    /// <param name="opened">From <see cref="Open"/>.</param>
    /// <param name="sum">What was typed there.</param>
    /// <param name="empty">What was typed where nothing belongs.</param>
    /// <param name="now">Now.</param>
    public IEnumerable<KeyValuePair<string, string>> Wrong(OneUseForm? opened, string? sum, string? empty, Instant now)
    {
        if (opened is null)
            yield return KeyValuePair.Create(Field, $"{words}.TooOld");
        else if (opened.IsTooSoon(now))
            yield return KeyValuePair.Create(Field, $"{words}.TooSoon");
        if (opened?.Question is { } question && !question.IsAnsweredBy(sum) || opened is { Question: null } && posts.Asks)
            yield return KeyValuePair.Create(Sum, $"{words}.SumWrong");
        if (!string.IsNullOrEmpty(empty))
            yield return KeyValuePair.Create(Empty, $"{words}.EmptyWrong");
    }
}
