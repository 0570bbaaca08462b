namespace ServiceDirectory.Web.Pages.Messages;

/// <summary>Names of the fields.</summary>
public static class MessageField
{
    /// <summary>What it is about: the number of a promise, or the name of a kind.</summary>
    public const string What = "what";

    public const string Words = "words";

    /// <summary>Which place, where it is not listed.</summary>
    public const string Named = "named";

    /// <summary>GeoNames id of the town in which something is missing.</summary>
    public const string Place = "place";

    /// <summary>An <see cref="Http.OneUseForm"/>, sealed.</summary>
    public const string Form = Http.PublicForm.Field;

    public const string Sum = Http.PublicForm.Sum;

    public const string Empty = Http.PublicForm.Empty;
}
